import { MousePointerClick } from "lucide-react";
import { type ReactNode, useState } from "react";
import type { FlowNode } from "@/api/flow_data";
import { ComponentIcon } from "@/catalogue/icon";
import { useDocument } from "@/document/document";
import { renameNode } from "@/document/edits";
import { isNote, nodeName } from "@/document/graph";
import { typeKey } from "@/document/handles";
import { useBigEditor } from "@/inputs/big_editor";
import { BigField } from "@/runs/big_field";
import { CommonFields } from "@/runs/common_fields";
import { NodeCode } from "@/runs/node_code";
import { NodeFields } from "@/runs/node_fields";
import { NodeOutcome } from "@/runs/node_outcome";
import { NodeResults } from "@/runs/node_results";
import { CodeSection } from "@/trust/code_section";
import { EmptyState } from "@/ui/empty_state";
import { TextInput } from "@/ui/text_input";
import "./node_dock.css";

export interface NodeDockProps {
  onShowNode: (nodeId: string) => void;
}

/** The dock's Node tab: every field of the selected node, and what went in and came out in the last run. */
export function NodeDock({ onShowNode }: NodeDockProps) {
  const selected = useDocument((document) => document.selectedNodes);
  const ids = useDocument(({ nodes, selectedNodes }) => componentsAmong(nodes, selectedNodes).join(" "));
  const [id, ...further] = ids.split(" ");
  const big = useBigEditor((editor) => editor.open);
  const node = useDocument((document) => (id ? document.nodes.find((each) => each.id === id) : undefined));

  if (further.length) return <CommonFields ids={selected} onShowNode={onShowNode} />;
  if (!node || isNote(node)) {
    return (
      <Hint title="No node is selected">
        Click a node to see its fields, and what went in and came out in the last run.
      </Hint>
    );
  }
  const name = nodeName(node);
  const { description, template } = node.data.node ?? {};
  const enlarged = big?.nodeId === node.id ? template?.[big.fieldKey] : undefined;
  if (big && enlarged) return <BigField key={big.fieldKey} node={node} fieldKey={big.fieldKey} field={enlarged} />;
  return (
    <section key={node.id} className="inspector" aria-label={`Node ${name}`}>
      <header className="inspector-head">
        <span className="inspector-icon">
          <ComponentIcon name={node.data.node?.icon} type={node.data.type} />
        </span>
        <NodeName id={node.id} name={name} />
        <span className="inspector-type" title="Component">
          {typeKey(node)}
        </span>
      </header>
      {description ? <p className="inspector-description">{description}</p> : null}
      <NodeOutcome node={node} />
      <CodeSection nodeId={node.id} />
      <NodeFields node={node} onShowNode={onShowNode} />
      <NodeResults node={node} />
      <NodeCode node={node} />
    </section>
  );
}

/** The ids of the selected nodes, notes left out. */
function componentsAmong(nodes: readonly FlowNode[], selected: ReadonlySet<string>): readonly string[] {
  if (selected.size < 2) return [...selected];
  return nodes.filter((node) => selected.has(node.id) && !isNote(node)).map(({ id }) => id);
}

function Hint({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="inspector-hint">
      <EmptyState icon={<MousePointerClick />} title={title}>
        <p>{children}</p>
      </EmptyState>
    </div>
  );
}

/** The name, edited in its place. */
function NodeName({ id, name }: { id: string; name: string }) {
  const [draft, setDraft] = useState<string | null>(null);
  return (
    <TextInput
      className="inspector-name"
      aria-label="Name of the node"
      value={draft ?? name}
      onChange={(event) => setDraft(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === "Enter") event.currentTarget.blur();
        if (event.key === "Escape") setDraft(null);
      }}
      onBlur={() => {
        if (draft?.trim()) renameNode(id, draft);
        setDraft(null);
      }}
    />
  );
}
