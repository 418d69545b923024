import type { FlowNode } from "@/api/flow_data";
import { nodeName, outputNamed } from "@/document/graph";
import { useRunStore, type VertexState } from "@/runs/run";
import { ValueView } from "@/runs/value_view";

/** What the last run of a flow without a chat gave, at its ends. */
export function FlowResults({ nodes }: { nodes: readonly FlowNode[] }) {
  const vertices = useRunStore((run) => run.vertices);
  const done = nodes.filter((node) => hasResult(vertices[node.id]));
  if (!done.length) return null;
  return (
    <section className="chat-results" aria-label="Results">
      {done.map((node) => (
        <div key={node.id} className="chat-result">
          {Object.entries(vertices[node.id]?.built?.outputs ?? {})
            .filter(([, output]) => output.type !== "unknown")
            .map(([name, output]) => (
              <ValueView
                key={name}
                label={`${outputNamed(node, name)?.display_name ?? name} of ${nodeName(node)}`}
                title={nodeName(node)}
                value={output.message}
              />
            ))}
        </div>
      ))}
    </section>
  );
}

/** Did the last run bring something that can be shown? */
export function hasResult(vertex: VertexState | undefined): boolean {
  return vertex?.built !== undefined && vertex.status !== "error";
}
