import type { FlowNode } from "@/api/flow_data";
import { nodeName } from "@/canvas/graph";
import { useRunStore } from "@/runs/run";
import { ValueView } from "@/runs/value_view";

/** What the last run of a flow without a chat gave, at its ends. */
export function FlowResults({ nodes }: { nodes: readonly FlowNode[] }) {
  const vertices = useRunStore((run) => run.vertices);
  const done = nodes.filter((node) => vertices[node.id]?.built && vertices[node.id]?.status !== "error");
  if (!done.length) return null;
  return (
    <section className="chat-results" aria-label="Results">
      {done.map((node) => (
        <div key={node.id}>
          <h3 className="chat-from">{nodeName(node)}</h3>
          {Object.entries(vertices[node.id]?.built?.outputs ?? {})
            .filter(([, output]) => output.type !== "unknown")
            .map(([name, output]) => (
              <ValueView key={name} label={`${name} of ${nodeName(node)}`} value={output.message} />
            ))}
        </div>
      ))}
    </section>
  );
}
