import { useState } from "react";
import type { FlowNode } from "@/api/flow_data";
import { setPinned } from "@/canvas/pins";
import { nodeName } from "@/document/graph";
import { TextArea } from "@/ui/text_area";

export interface PinnedValueProps {
  node: FlowNode;
  output: string;
  label: string;
  value: unknown;
}

/** Edits a pinned value: text as it is, all else as JSON, taken over as soon as it can be read. */
export function PinnedValue({ node, output, label, value }: PinnedValueProps) {
  const isText = typeof value === "string";
  const [draft, setDraft] = useState(() => (isText ? value : JSON.stringify(value, null, 2)));
  const [problem, setProblem] = useState("");
  const id = `pinned-${node.id}-${output}`;
  const onChange = (text: string) => {
    setDraft(text);
    if (isText) {
      setPinned(node, output, text);
      return;
    }
    try {
      setPinned(node, output, JSON.parse(text));
      setProblem("");
    } catch (error) {
      setProblem(`This is no JSON yet: ${error instanceof Error ? error.message : error}`);
    }
  };
  return (
    <div className="pinned-value">
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      <TextArea
        id={id}
        aria-label={`Pinned ${label} of ${nodeName(node)}`}
        aria-invalid={problem !== ""}
        aria-describedby={problem ? `${id}-problem` : undefined}
        className={isText ? "" : "is-code"}
        rows={isText ? 5 : 10}
        value={draft}
        onChange={(event) => onChange(event.target.value)}
      />
      {problem ? (
        <p id={`${id}-problem`} className="field-error">
          {problem}
        </p>
      ) : null}
    </div>
  );
}
