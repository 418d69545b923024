import { ArrowLeft } from "lucide-react";
import { useEffect, useRef } from "react";
import type { FieldTemplate, FlowNode } from "@/api/flow_data";
import { setField } from "@/document/edits";
import { nodeName } from "@/document/graph";
import { closeBigEditor } from "@/inputs/big_editor";
import { Input } from "@/inputs/input";
import { kindOf } from "@/inputs/kind";
import { PromptPreview } from "@/runs/prompt_preview";
import { IconButton } from "@/ui/icon_button";

export interface BigFieldProps {
  node: FlowNode;
  fieldKey: string;
  field: FieldTemplate;
}

/** One field's text with the whole dock for room. */
export function BigField({ node, fieldKey, field }: BigFieldProps) {
  const place = useRef<HTMLElement>(null);
  const label = field.display_name || fieldKey;

  useEffect(() => {
    place.current?.querySelector<HTMLElement>("textarea, .cm-content")?.focus();
  }, []);

  return (
    <section className="inspector-big" ref={place} aria-label={`${label} of ${nodeName(node)}`}>
      <header className="inspector-head">
        <IconButton label="Back to all fields" onClick={closeBigEditor}>
          <ArrowLeft />
        </IconButton>
        <h2>{label}</h2>
        <span className="inspector-type">{nodeName(node)}</span>
      </header>
      <Input
        id={`big-${node.id}-${fieldKey}`}
        label={`${label} of ${nodeName(node)}`}
        nodeId={node.id}
        fieldKey={fieldKey}
        field={field}
        place="big"
        onChange={(value, attributes) => setField(node.id, fieldKey, value, attributes)}
      />
      {kindOf(field) === "prompt" ? <PromptPreview node={node} field={field} /> : null}
    </section>
  );
}
