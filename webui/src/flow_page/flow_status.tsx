import { useEffect, useRef, useState } from "react";
import { showUpdate, useOutdatedIds } from "@/canvas/outdated";
import { useProblems } from "@/canvas/problems";
import { showNode } from "@/canvas/show_node";
import { useDocument } from "@/document/document";
import { isNote } from "@/document/graph";
import { type RunState, useRunStore } from "@/runs/run";
import { durationWords } from "@/runs/run_words";
import { Popover, PopoverClose } from "@/ui/popover";
import { StatusLine } from "@/ui/status_line";

/** Bottom left: how many nodes, what is wrong, how the run goes. Announced politely. */
export function FlowStatus() {
  const count = useDocument((document) => document.nodes.filter((node) => !isNote(node)).length);
  const status = useRunStore((run) => run.status);
  const failed = useRunStore(({ vertices }) => firstFailed(vertices));
  const begun = useRef<number | null>(null);
  const [took_ms, setTook] = useState<number | null>(null);

  useEffect(() => {
    if (status === "running") begun.current = performance.now();
    else if (begun.current !== null) {
      setTook(performance.now() - begun.current);
      begun.current = null;
    }
  }, [status]);

  return (
    <StatusLine className="flow-status">
      <span>
        {count} {count === 1 ? "node" : "nodes"}
      </span>
      <Problems />
      <Outdated />
      {status === "running" ? <span className="is-running">● running</span> : null}
      {status === "finished" && took_ms !== null ? <span>ran in {durationWords(took_ms)}</span> : null}
      {status === "cancelled" ? <span>stopped</span> : null}
      {failed && status !== "running" ? (
        <button type="button" className="is-error" onClick={() => showNode(failed)}>
          a node failed
        </button>
      ) : null}
    </StatusLine>
  );
}

function firstFailed(vertices: RunState["vertices"]): string | undefined {
  for (const id in vertices) if (vertices[id]?.status === "error") return id;
  return undefined;
}

/** How many nodes have a newer form; opens what an update would change. */
function Outdated() {
  const ids = useOutdatedIds();
  if (ids.length === 0) return null;
  return (
    <button type="button" className="is-offer" onClick={() => showUpdate(ids)}>
      {ids.length} {ids.length === 1 ? "update" : "updates"}
    </button>
  );
}

/** How many things would keep the flow from running; opens their list. */
function Problems() {
  const problems = useProblems();
  if (problems.length === 0) return null;
  return (
    <Popover
      label="Problems"
      side="top"
      className="problem-list"
      trigger={
        <button type="button" className="is-warning">
          {problems.length} {problems.length === 1 ? "problem" : "problems"}
        </button>
      }
    >
      <ul>
        {problems.map(({ nodeId, text }) => (
          <li key={`${nodeId} ${text}`}>
            <PopoverClose asChild>
              <button type="button" className="menu-item" onClick={() => showNode(nodeId)}>
                {text}
              </button>
            </PopoverClose>
          </li>
        ))}
      </ul>
    </Popover>
  );
}
