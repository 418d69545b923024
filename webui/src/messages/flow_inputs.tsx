import { ChevronRight } from "lucide-react";
import type { FlowNode } from "@/api/flow_data";
import { setField } from "@/document/edits";
import { nodeName } from "@/document/graph";
import { Input } from "@/inputs/input";

/** The Text Inputs of the flow, typed beside the chat. However many they are, they scroll in the room that is left. */
export function FlowInputs({ nodes, isFolded }: { nodes: readonly FlowNode[]; isFolded: boolean }) {
  if (!nodes.length) return null;
  const fields = (
    <section className="chat-inputs" aria-label="Inputs">
      {nodes.map((node) => {
        const field = node.data.node?.template.input_value;
        if (!field) return null;
        const id = `chat-${node.id}`;
        return (
          <div key={node.id}>
            <label className="field-label" htmlFor={id}>
              {nodeName(node)}
            </label>
            <Input
              id={id}
              label={nodeName(node)}
              nodeId={node.id}
              fieldKey="input_value"
              field={{ ...field, multiline: true, _input_type: "MultilineInput" }}
              place="dock"
              onChange={(value, attributes) => setField(node.id, "input_value", value, attributes)}
            />
          </div>
        );
      })}
    </section>
  );
  if (!isFolded) return fields;
  return (
    <details className="chat-inputs-fold">
      <summary>
        <ChevronRight aria-hidden />
        Inputs · {nodes.length}
      </summary>
      {fields}
    </details>
  );
}
