import { ArrowLeft, ChevronLeft, ChevronRight, RotateCcw, Trash2 } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { explain } from "@/api/errors";
import type { FlowNode } from "@/api/flow_data";
import { flushDocument, rootGraph, useDocument } from "@/document/document";
import { nodeName } from "@/document/graph";
import type { VertexBuild } from "@/runs/events";
import { NodeOutcome } from "@/runs/node_outcome";
import { NodeResults } from "@/runs/node_results";
import { leavePast, repeatRun, showPast } from "@/runs/run";
import { RunMark } from "@/runs/run_mark";
import type { PastRun } from "@/runs/run_state";
import { costWords, durationWords, runTitle, STATUS_WORDS, TRIGGER_WORDS } from "@/runs/run_words";
import { Button } from "@/ui/button";
import { ErrorNote } from "@/ui/error_note";
import { IconButton } from "@/ui/icon_button";

export interface PastRunProps {
  past: PastRun;
  onShowNode: (nodeId: string) => void;
  onDelete: () => void;
}

/** A run that is looked at again: how it went, its steps one by one, and what went in and came out at each. */
export function PastRunView({ past, onShowNode, onDelete }: PastRunProps) {
  const { run, step } = past;
  const builds = (run.vertices ?? []) as unknown as VertexBuild[];
  const nodes = useDocument((document) => rootGraph(document).nodes);
  const [problem, setProblem] = useState<string | null>(null);
  const nameOf = (id: string) => {
    const node = findNode(nodes, id);
    return node ? nodeName(node) : id;
  };
  const current = builds[step - 1];
  const node = current && findNode(nodes, current.id);

  const goTo = (next: number) => {
    const at = Math.min(builds.length, Math.max(0, next));
    showPast(run, at);
    const reached = builds[at - 1];
    if (reached) onShowNode(reached.id);
  };

  const repeat = async () => {
    setProblem(null);
    try {
      await flushDocument();
      await repeatRun(run.flow_id, run.id);
    } catch (error) {
      setProblem(explain(error).what);
    }
  };

  return (
    <section className="past-run" aria-label="Past run">
      <div className="past-run-bar">
        <Button icon={<ArrowLeft />} onClick={leavePast}>
          All runs
        </Button>
        <IconButton label="Delete this run" onClick={onDelete}>
          <Trash2 />
        </IconButton>
        <Button kind="outline" icon={<RotateCcw />} disabled={!run.inputs} onClick={() => void repeat()}>
          Run again
        </Button>
      </div>
      <header className="past-run-head">
        <RunMark status={run.status} />
        <h3>{runTitle(run)}</h3>
      </header>
      <dl className="past-run-facts">
        <Fact name="Began">
          {new Date(run.started_at).toLocaleString("en", { dateStyle: "medium", timeStyle: "medium" })}
        </Fact>
        <Fact name="From">{TRIGGER_WORDS[run.trigger]}</Fact>
        <Fact name="Took">{run.duration_ms == null ? STATUS_WORDS[run.status] : durationWords(run.duration_ms)}</Fact>
        <Fact name="Used">{costWords(run)}</Fact>
        <Fact name="Session">{run.session_id === run.flow_id ? "" : run.session_id}</Fact>
      </dl>
      {problem ? <ErrorNote what={problem} /> : null}
      {/* The node that failed says more. */}
      {run.error && (!current || current.valid) ? <ErrorNote what={run.error} /> : null}
      {builds.length ? (
        <>
          <Scrubber
            step={step}
            count={builds.length}
            name={current ? nameOf(current.id) : "Before the first node"}
            onGo={goTo}
          />
          <ol className="step-list" aria-label="Steps">
            {builds.map((build, index) => (
              <li key={`${build.id} ${build.timestamp}`}>
                <button
                  type="button"
                  className={`step-line ${index >= step ? "is-ahead" : ""} ${build.valid ? "" : "is-failed"}`}
                  aria-current={index === step - 1 ? "step" : undefined}
                  onClick={() => goTo(index + 1)}
                >
                  <span className="step-number">{index + 1}</span>
                  <span className="step-name">{nameOf(build.id)}</span>
                  <span className="run-time">
                    {build.valid ? durationWords((build.data.timedelta ?? 0) * 1000) : "failed"}
                  </span>
                </button>
              </li>
            ))}
          </ol>
        </>
      ) : (
        <p className="runs-none">What its nodes gave is no longer kept.</p>
      )}
      {node ? (
        <section className="past-run-step" aria-label={`Step ${step}: ${nodeName(node)}`}>
          <h4>{nodeName(node)}</h4>
          <NodeOutcome node={node} />
          <NodeResults key={node.id} node={node} />
        </section>
      ) : null}
      {current && !node ? <p className="runs-none">This node is no longer part of the flow.</p> : null}
    </section>
  );
}

/** A node of the flow, also one within a group. */
function findNode(nodes: readonly FlowNode[], id: string): FlowNode | undefined {
  for (const node of nodes) {
    if (node.id === id) return node;
    const inner = findNode(node.data.node?.flow?.data.nodes ?? [], id);
    if (inner) return inner;
  }
  return undefined;
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  if (!children) return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

interface ScrubberProps {
  step: number;
  count: number;
  /** The node whose build is the last one shown. */
  name: string;
  onGo: (step: number) => void;
}

/** Goes through the steps of a run; `,` and `.` do so from anywhere on the page. */
function Scrubber({ step, count, name, onGo }: ScrubberProps) {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isTyping =
        event.target instanceof HTMLElement &&
        event.target.matches("input:not([type=range]), textarea, select, [contenteditable]");
      if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key !== "," && event.key !== ".") return;
      event.preventDefault();
      onGo(step + (event.key === "." ? 1 : -1));
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [step, onGo]);
  return (
    <div className="scrubber">
      <IconButton label="Step back" shortcut="," disabled={step === 0} onClick={() => onGo(step - 1)}>
        <ChevronLeft />
      </IconButton>
      <input
        type="range"
        aria-label="Step"
        aria-valuetext={`Step ${step} of ${count}: ${name}`}
        min={0}
        max={count}
        value={step}
        onChange={(event) => onGo(Number(event.target.value))}
      />
      <IconButton label="Step on" shortcut="." disabled={step === count} onClick={() => onGo(step + 1)}>
        <ChevronRight />
      </IconButton>
      <span className="scrubber-place">
        {step} / {count}
      </span>
    </div>
  );
}
