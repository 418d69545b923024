import { useEffect, useState } from "react";
import type { FlowNode } from "@/api/flow_data";
import { isBypassed, pinnedOutputs } from "@/document/graph";
import type { VertexStatus } from "@/runs/run";
import { durationWords } from "@/runs/run_words";
import { useVertex } from "@/runs/vertex";

/** A state of a run in words. */
export function stateWords(status: VertexStatus | undefined): string {
  const words: Record<VertexStatus, string> = {
    queued: "queued",
    running: "running",
    ok: "ok",
    reused: "result reused",
    error: "failed",
    inactive: "branch not taken",
  };
  return status ? words[status] : "not run";
}

/** The mark in a node's header: ✓ 12 ms, running 1.2 s, failed. */
export function NodeState({ node, isStale }: { node: FlowNode; isStale: boolean }) {
  const state = useVertex(node);
  if (isBypassed(node)) {
    return (
      <span className="node-state is-quiet" title="It is left out of runs: what comes in goes on as it is.">
        bypassed
      </span>
    );
  }
  if (pinnedOutputs(node)) {
    return (
      <span className="node-state is-pinned" title="It is not run: it gives the value that was pinned.">
        pinned
      </span>
    );
  }
  if (!state) return null;
  if (isStale && state.status !== "running" && state.status !== "queued") {
    return (
      <span className="node-state is-stale" title="This node, or something before it, was changed since its last run.">
        changed
      </span>
    );
  }
  switch (state.status) {
    case "queued":
      return <span className="node-state is-quiet">○ queued</span>;
    case "running":
      return (
        <span className="node-state is-running">
          running <Elapsed since={state.started_at} />
        </span>
      );
    case "ok":
      return <span className="node-state is-ok">✓ {durationWords(state.duration_ms)}</span>;
    case "reused":
      return (
        <span className="node-state is-quiet" title="Nothing before it changed: the last result was kept.">
          ⏲ reused
        </span>
      );
    case "error":
      return <span className="node-state is-error">failed</span>;
    case "inactive":
      return <span className="node-state is-quiet">not taken</span>;
  }
}

function Elapsed({ since }: { since: number | undefined }) {
  const [now, setNow] = useState(() => performance.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), 100);
    return () => clearInterval(timer);
  }, []);
  return since === undefined ? null : `${Math.max(0, (now - since) / 1000).toFixed(1)} s`;
}
