import { History } from "lucide-react";
import { useEffect, useState } from "react";
import { useSearchParams } from "react-router";
import { explain } from "@/api/errors";
import { timeAgo } from "@/flows/time_ago";
import { PastRunView } from "@/runs/past_run";
import { leavePast, showPast, useRunStore } from "@/runs/run";
import { RunMark } from "@/runs/run_mark";
import { getRun, type RunFilter, type RunRecord, useDeleteRuns, useRuns, withRun } from "@/runs/run_record";
import { costWords, durationWords, runTitle, TRIGGER_WORDS } from "@/runs/run_words";
import { Button } from "@/ui/button";
import { EmptyState } from "@/ui/empty_state";
import { ErrorNote } from "@/ui/error_note";
import { Kbd } from "@/ui/kbd";
import { Select } from "@/ui/select";
import "./runs_dock.css";

const FILTERS: readonly { value: string; label: string; filter: RunFilter }[] = [
  { value: "all", label: "All runs", filter: {} },
  { value: "failed", label: "Failed", filter: { status: "failed" } },
  ...(["editor", "chat", "api", "webhook", "flow"] as const).map((trigger) => ({
    value: trigger,
    label: `From ${trigger === "api" ? "the API" : TRIGGER_WORDS[trigger].toLowerCase()}`,
    filter: { trigger },
  })),
];

export interface RunsDockProps {
  flowId: string;
  isShown: boolean;
  onShowNode: (nodeId: string) => void;
}

/** The dock's Runs tab: the runs of the flow, and the one that is being looked at. */
export function RunsDock({ flowId, isShown, onShowNode }: RunsDockProps) {
  const past = useRunStore((run) => run.past);
  const problem = usePastRunOfAddress(flowId);
  const [isConfirming, setConfirming] = useState(false);
  const [chosen, setChosen] = useState("all");
  const filter = FILTERS.find(({ value }) => value === chosen)?.filter ?? {};
  const { data, error, fetchNextPage, hasNextPage } = useRuns(flowId, filter, isShown && past === null);
  const deletion = useDeleteRuns(flowId);

  if (past)
    return (
      <PastRunView
        past={past}
        onShowNode={onShowNode}
        onDelete={() => deletion.mutate(past.run.id, { onSuccess: leavePast })}
      />
    );
  const runs = data?.pages.flatMap(({ items }) => items) ?? [];
  const isEmpty = data !== undefined && runs.length === 0;
  return (
    <section className="runs" aria-label="Runs">
      {problem ? <ErrorNote what={problem} /> : null}
      {error ? <ErrorNote {...explain(error)} /> : null}
      {isEmpty && chosen === "all" ? (
        <NoRuns />
      ) : (
        <>
          <div className="runs-head">
            <Select aria-label="Which runs" value={chosen} onChange={setChosen} options={FILTERS} />
            <span className="runs-count">{data ? countWords(data.pages[0]?.total ?? 0) : ""}</span>
            {isConfirming ? (
              <>
                <Button onClick={() => setConfirming(false)}>Keep</Button>
                <Button
                  kind="danger"
                  onClick={() => {
                    setConfirming(false);
                    deletion.mutate("all");
                  }}
                >
                  Delete all
                </Button>
              </>
            ) : (
              <Button onClick={() => setConfirming(true)}>Clear</Button>
            )}
          </div>
          {isEmpty ? <p className="runs-none">No such run.</p> : null}
          <ul className="run-list">
            {runs.map((run) => (
              <RunLine key={run.id} run={run} />
            ))}
          </ul>
          {hasNextPage ? (
            <Button className="runs-more" onClick={() => void fetchNextPage()}>
              Show more
            </Button>
          ) : null}
        </>
      )}
    </section>
  );
}

function countWords(count: number): string {
  return count === 1 ? "1 run" : `${count} runs`;
}

function NoRuns() {
  return (
    <div className="inspector-hint">
      <EmptyState icon={<History />} title="This flow has not been run">
        <p>
          Run it with <Kbd>Ctrl ↵</Kbd>, by chat or by the API. Every run is listed here and can be looked at again.
        </p>
      </EmptyState>
    </div>
  );
}

function RunLine({ run }: { run: RunRecord }) {
  const [, setSearch] = useSearchParams();
  const title = runTitle(run);
  const meta = [TRIGGER_WORDS[run.trigger], timeAgo(run.started_at), costWords(run)].filter(Boolean);
  return (
    <li>
      <button
        type="button"
        className="run-line"
        onClick={() => setSearch((search) => withRun(search, run.id), { replace: true })}
      >
        <RunMark status={run.status} />
        <span className="run-title">{title}</span>
        <span className="run-time">{durationWords(run.duration_ms)}</span>
        <span className="run-meta">{meta.join(" · ")}</span>
        {run.error ? <span className="run-error">{run.error}</span> : null}
      </button>
    </li>
  );
}

/** Shows the run that the address names, and takes it out of the address when it is left. Gives why it cannot be shown. */
function usePastRunOfAddress(flowId: string): string | null {
  const [search, setSearch] = useSearchParams();
  const [problem, setProblem] = useState<string | null>(null);
  const wanted = search.get("run");
  const shown = useRunStore((run) => run.past?.run.id ?? null);

  useEffect(() => {
    if (!wanted) return leavePast();
    let isCurrent = true;
    getRun(wanted).then(
      (run) => {
        if (!isCurrent) return;
        setProblem(null);
        if (run.flow_id === flowId) showPast(run, run.vertices?.length ?? 0);
        else setProblem("That run belongs to another flow.");
      },
      (error: unknown) => {
        if (isCurrent) setProblem(`The run cannot be shown: ${explain(error).what}`);
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [wanted, flowId]);

  // A run that begins takes the place of the one that is looked at.
  useEffect(
    () =>
      useRunStore.subscribe(({ past }, before) => {
        if (past || !before.past) return;
        setSearch(
          (old) => {
            const next = new URLSearchParams(old);
            next.delete("run");
            return next;
          },
          { replace: true },
        );
      }),
    [setSearch],
  );
  return wanted && !shown ? problem : null;
}
