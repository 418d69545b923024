import { useDocument } from "@/canvas/document";
import { isNote } from "@/canvas/graph";
import { durationWords } from "@/canvas/node_state";
import { showNode } from "@/canvas/show_node";
import { useRunStore } from "@/runs/run";
import { StatusLine } from "@/ui/status_line";

/** Bottom left: how many nodes, what is wrong, how the run goes. Announced politely. */
export function FlowStatus() {
  const count = useDocument((document) => document.nodes.filter((node) => !isNote(node)).length);
  const broken = useDocument((document) => document.report.broken.length);
  const status = useRunStore((run) => run.status);
  const failed = useRunStore((run) => Object.keys(run.vertices).find((id) => run.vertices[id]?.status === "error"));
  const longest = useRunStore((run) =>
    Object.values(run.vertices).reduce((sum, vertex) => sum + (vertex.duration_ms ?? 0), 0),
  );
  return (
    <StatusLine className="flow-status">
      <span>
        {count} {count === 1 ? "node" : "nodes"}
      </span>
      {broken ? (
        <span
          className="is-warning"
          title="These wires lead to fields or outputs that are not there. They are kept in the file."
        >
          {broken} broken {broken === 1 ? "wire" : "wires"}
        </span>
      ) : null}
      {status === "running" ? <span className="is-running">● running</span> : null}
      {status === "finished" ? <span>ran in {durationWords(longest)}</span> : null}
      {status === "cancelled" ? <span>stopped</span> : null}
      {failed && status !== "running" ? (
        <button type="button" className="is-error" onClick={() => showNode(failed)}>
          a node failed
        </button>
      ) : null}
    </StatusLine>
  );
}
