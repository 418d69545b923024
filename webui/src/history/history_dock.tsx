import { ArrowLeft, Bookmark, History, RotateCcw } from "lucide-react";
import { lazy, Suspense, useEffect, useMemo, useState } from "react";
import { explain } from "@/api/errors";
import { restoreVersion, rootGraph, useDocument } from "@/document/document";
import { timeAgo } from "@/flows/time_ago";
import type { NodeChange } from "@/history/diff";
import { useHistoryAct } from "@/history/history_act";
import {
  changeWords,
  getRevision,
  isCameraMove,
  type Revision,
  useRestorePoint,
  useRevisions,
} from "@/history/revisions";
import { diffOf, useShownDiff } from "@/history/shown_diff";
import { Button } from "@/ui/button";
import { EmptyState } from "@/ui/empty_state";
import { ErrorNote } from "@/ui/error_note";
import { NameField } from "@/ui/name_field";
import "./history_dock.css";

const TextChanges = lazy(() => import("@/ui/text_changes"));

export interface HistoryDockProps {
  flowId: string;
  isShown: boolean;
  onShowNode: (nodeId: string) => void;
}

/** The dock's History tab: the kept versions of the flow; one is compared with what is on the canvas and brought back. */
export function HistoryDock({ flowId, isShown, onShowNode }: HistoryDockProps) {
  const compared = useShownDiff((shown) => shown.compared);
  const isNaming = useHistoryAct((act) => act.isNaming);
  const { data, error, fetchNextPage, hasNextPage, refetch } = useRevisions(flowId, isShown && !compared);
  const naming = useRestorePoint(flowId);
  const [problem, setProblem] = useState<string | null>(null);
  const saveState = useDocument((document) => document.saveState);

  // What is compared belongs to this flow and to this tab.
  useEffect(() => {
    if (!isShown || (compared && compared.flowId !== flowId)) useShownDiff.setState({ compared: null });
  }, [isShown, compared, flowId]);
  useEffect(() => {
    if (isShown && saveState === "saved") void refetch();
  }, [isShown, saveState, refetch]);

  if (compared) return <Comparison onShowNode={onShowNode} />;
  const revisions = data?.pages.flat().filter((revision, index) => index === 0 || !isCameraMove(revision)) ?? [];
  const compare = async (revision: Revision) => {
    setProblem(null);
    try {
      const flow = await getRevision(flowId, revision.id);
      const { nodes = [], edges = [] } = flow.data ?? {};
      const { name, description } = flow;
      useShownDiff.setState({ compared: { flowId, revision, version: { nodes, edges, name, description } } });
    } catch (failure) {
      setProblem(explain(failure).what);
    }
  };
  return (
    <section className="history" aria-label="History">
      <div className="history-head">
        {isNaming ? (
          <NameField
            label="Name of this version"
            placeholder="What is good about it? Enter keeps it"
            name=""
            onDone={(label) => {
              useHistoryAct.setState({ isNaming: false });
              if (label) naming.mutate(label);
            }}
          />
        ) : (
          <Button icon={<Bookmark />} onClick={() => useHistoryAct.setState({ isNaming: true })}>
            Name this version
          </Button>
        )}
      </div>
      {problem ? <ErrorNote what={problem} /> : null}
      {error || naming.error ? <ErrorNote {...explain(error ?? naming.error)} /> : null}
      {data && revisions.length === 0 ? <EmptyState icon={<History />} title="Nothing is kept yet" /> : null}
      <ul className="revision-list">
        {revisions.map((revision, index) => (
          <li key={revision.id}>
            <button
              type="button"
              className={`revision ${revision.label ? "is-named" : ""}`}
              onClick={() => void compare(revision)}
            >
              <span className="revision-title">
                {revision.label ? <Bookmark aria-label="Named version" /> : null}
                {revision.label ?? changeWords(revision.changes)}
              </span>
              <time
                className="revision-time"
                dateTime={revision.created_at}
                title={new Date(revision.created_at).toLocaleString("en")}
              >
                {index === 0 ? "now" : timeAgo(revision.created_at)}
              </time>
              {revision.label ? <span className="revision-words">{changeWords(revision.changes)}</span> : null}
            </button>
          </li>
        ))}
      </ul>
      {hasNextPage ? (
        <Button className="history-more" onClick={() => void fetchNextPage()}>
          Show older
        </Button>
      ) : null}
    </section>
  );
}

const KIND_WORDS: Record<NodeChange["kind"], string> = {
  added: "added since",
  removed: "removed since",
  changed: "changed since",
  moved: "moved since",
};

/** What became of a version until now, node by node; it can be brought back. */
function Comparison({ onShowNode }: { onShowNode: (nodeId: string) => void }) {
  const compared = useShownDiff((shown) => shown.compared);
  const now = useDocument(rootGraph);
  const isLocked = useDocument((document) => document.flow?.locked === true);
  const diff = useMemo(() => (compared ? diffOf(compared, now) : null), [compared, now]);
  if (!compared || !diff) return null;
  const { revision, version } = compared;
  const close = () => useShownDiff.setState({ compared: null });
  const shown = diff.nodes.filter(({ kind }) => kind !== "moved");
  const moved = diff.nodes.length - shown.length;
  const isSame = diff.nodes.length + diff.addedEdges.length + diff.removedEdges.length === 0;
  return (
    <section className="history" aria-label="Comparison">
      <div className="history-head">
        <Button icon={<ArrowLeft />} onClick={close}>
          All versions
        </Button>
        <Button
          kind="outline"
          icon={<RotateCcw />}
          disabled={isSame || isLocked}
          onClick={() => {
            restoreVersion(version, `Restore the version of ${timeWords(revision.created_at)}`);
            close();
          }}
        >
          Restore
        </Button>
      </div>
      <header className="comparison-head">
        <h3>{revision.label ?? `Version of ${timeWords(revision.created_at)}`}</h3>
        <p>{isSame ? "Nothing has changed since." : "What has changed since, until now. Restoring can be undone."}</p>
      </header>
      <ul className="node-changes">
        {shown.map((change) => (
          <li key={change.id} className={`node-change is-${change.kind}`}>
            <button
              type="button"
              className="node-change-head"
              disabled={change.kind === "removed"}
              onClick={() => onShowNode(change.id)}
            >
              <span>{change.name}</span>
              <span className="node-change-kind">{KIND_WORDS[change.kind]}</span>
            </button>
            {change.fields.map((field) => (
              <div key={field.key} className="field-change">
                <span className="field-label">{field.label}</span>
                <Suspense fallback={<p>{field.after}</p>}>
                  <TextChanges label={`${field.label} of ${change.name}`} before={field.before} after={field.after} />
                </Suspense>
              </div>
            ))}
          </li>
        ))}
      </ul>
      <p className="history-rest">
        {[
          moved ? `${moved} ${moved === 1 ? "node" : "nodes"} moved` : "",
          wireWords(diff.addedEdges.length, "added"),
          wireWords(diff.removedEdges.length, "removed"),
        ]
          .filter(Boolean)
          .join(" · ")}
      </p>
    </section>
  );
}

function wireWords(count: number, what: string): string {
  return count ? `${count} ${count === 1 ? "wire" : "wires"} ${what}` : "";
}

function timeWords(iso: string): string {
  return new Date(iso).toLocaleString("en", { dateStyle: "medium", timeStyle: "short" });
}
