import type { FieldTemplate, FlowNode } from "@/api/flow_data";
import { useDocument } from "@/document/document";
import { sourceName, targetName } from "@/document/handles";
import { promptParts } from "@/inputs/prompt_variables";
import { textOf } from "@/runs/preview";
import { type RunState, useRunStore } from "@/runs/run";

/** The usual length of a token in English text. */
const LETTERS_PER_TOKEN = 4;

/** What a prompt gives with the values that its variables have or last had, and about how many tokens that is. */
export function PromptPreview({ node, field }: { node: FlowNode; field: FieldTemplate }) {
  const edges = useDocument((document) => document.edges);
  const vertices = useRunStore((run) => run.vertices);
  const template = node.data.node?.template ?? {};
  const isDouble = template.use_double_brackets?.value === true;
  const parts = promptParts(String(field.value ?? ""), isDouble);
  if (!parts.some(({ kind }) => kind === "variable")) return null;

  const lastText = (name: string): string => {
    const edge = edges.findLast((each) => each.target === node.id && targetName(each) === name);
    return edge ? lastValue(vertices, edge.source, sourceName(edge)) : textOf(template[name]?.value);
  };
  const filled = parts.map((part, index) => {
    const value = part.kind === "variable" ? lastText(part.name ?? "") : null;
    const text = part.kind === "text" && !isDouble ? part.text.replaceAll("{{", "{").replaceAll("}}", "}") : part.text;
    // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity but their place.
    return value === null ? text : <mark key={index}>{value || part.text}</mark>;
  });
  const letters = parts.reduce(
    (sum, part) => sum + (part.kind === "variable" ? lastText(part.name ?? "") || part.text : part.text).length,
    0,
  );
  return (
    <figure className="prompt-preview" aria-label="Preview with the last values">
      <figcaption>
        <span>Preview</span>
        <span>about {Math.ceil(letters / LETTERS_PER_TOKEN)} tokens</span>
      </figcaption>
      <p>{filled}</p>
    </figure>
  );
}

function lastValue(vertices: RunState["vertices"], nodeId: string, output: string): string {
  const outputs = vertices[nodeId]?.built?.outputs ?? {};
  return textOf(outputs[output]?.message);
}
