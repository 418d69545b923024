import { lazy, Suspense, useEffect, useState } from "react";
import { useNavigate } from "react-router";
import { explain } from "@/api/errors";
import {
  bringBack,
  readTheirs,
  reloadDocument,
  rootGraph,
  saveAsCopy,
  type Theirs,
  takeMerged,
  useDocument,
} from "@/document/document";
import { fieldChanges } from "@/history/diff";
import { mergeFlows, type NodeConflict, type Side } from "@/history/merge";
import { useShownDiff } from "@/history/shown_diff";
import { Button } from "@/ui/button";

const TextChanges = lazy(() => import("@/ui/text_changes"));

/** How long it is told what was merged. */
const TOLD_MS = 15_000;

/**
 * Another window or program changed the flow while this one had unsaved changes: both are merged node by node. Where
 * both changed the same node, the person is asked; nothing is given up before.
 */
export default function ConflictBanner() {
  const isConflict = useDocument((document) => document.saveState === "conflict");
  const isGone = useDocument((document) => document.saveState === "gone");
  const [theirs, setTheirs] = useState<Theirs | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [taken, setTaken] = useState<readonly string[] | null>(null);

  useEffect(() => {
    if (!isConflict) {
      setTheirs(null);
      setProblem(null);
      return;
    }
    let isCurrent = true;
    setTaken(null);
    readTheirs().then(
      (found) => {
        if (!isCurrent) return;
        const merge = mergeFlows(found.base, rootGraph(useDocument.getState()), found.version);
        if (merge.conflicts.length) return setTheirs(found);
        takeMerged(merge.merged, found);
        setTaken(merge.taken);
      },
      (error: unknown) => {
        if (isCurrent) setProblem(explain(error).what);
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [isConflict]);

  useEffect(() => {
    if (!taken) return;
    const timer = setTimeout(() => setTaken(null), TOLD_MS);
    return () => clearTimeout(timer);
  }, [taken]);

  if (isGone) return <Gone />;
  if (isConflict && theirs) return <Choices theirs={theirs} />;
  if (isConflict && problem) return <Unmerged problem={problem} />;
  if (!taken) return null;
  return (
    <section className="conflict-banner is-quiet" role="status">
      <p>
        <strong>Merged with changes made elsewhere</strong>
        {taken.length ? `: ${nameWords(taken)}.` : "."}
      </p>
      <Button onClick={() => setTaken(null)}>Dismiss</Button>
    </section>
  );
}

function nameWords(names: readonly string[]): string {
  const shown = names.slice(0, 3).join(", ");
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown;
}

/** The other version cannot be read, so there is nothing to merge with yet. */
function Unmerged({ problem }: { problem: string }) {
  const [text, setText] = useState(problem);
  return (
    <section className="conflict-banner" role="alert">
      <p>
        <strong>This flow was changed elsewhere.</strong> {text}
      </p>
      <Button
        kind="outline"
        onClick={() => void reloadDocument().catch((error: unknown) => setText(explain(error).what))}
      >
        Load the other version
      </Button>
      <SaveCopy onProblem={setText} />
    </section>
  );
}

/** Somebody deleted the flow: it comes back from the trash, or what is here becomes another one. */
function Gone() {
  const [problem, setProblem] = useState<string | null>(null);
  return (
    <section className="conflict-banner" role="alert">
      <p>
        <strong>This flow was deleted elsewhere.</strong> {problem ?? "What you changed since is only here."}
      </p>
      <Button
        kind="outline"
        onClick={() => void bringBack().catch((error: unknown) => setProblem(explain(error).what))}
      >
        Bring it back
      </Button>
      <SaveCopy onProblem={setProblem} />
    </section>
  );
}

/** Both sides changed the same nodes: which is kept is chosen for each. */
function Choices({ theirs }: { theirs: Theirs }) {
  const mine = useDocument(rootGraph);
  const [choices, setChoices] = useState<Record<string, Side>>({});
  const [problem, setProblem] = useState<string | null>(null);
  const { conflicts } = mergeFlows(theirs.base, mine, theirs.version);
  const count = conflicts.length;

  useEffect(() => {
    useShownDiff.setState({ elsewhere: theirs.version });
    return () => useShownDiff.setState({ elsewhere: null });
  }, [theirs]);

  return (
    <section className="conflict-panel" role="alert" aria-label="Changes on both sides">
      <h2>Changed here and elsewhere</h2>
      <p>
        {problem ??
          `${count === 1 ? "One node was" : `${count} nodes were`} changed on both sides. Choose which to keep; all other changes are merged.`}
      </p>
      <p className="conflict-legend">
        On the canvas: <span className="is-mine">only here</span> <span className="is-theirs">only elsewhere</span>{" "}
        <span className="is-different">different</span>
      </p>
      <ul>
        {conflicts.map((conflict) => (
          <Conflict
            key={conflict.id}
            conflict={conflict}
            side={choices[conflict.id] ?? "mine"}
            onChoose={(side) => setChoices({ ...choices, [conflict.id]: side })}
          />
        ))}
      </ul>
      <div className="conflict-buttons">
        <SaveCopy onProblem={setProblem} />
        <Button
          kind="primary"
          onClick={() => {
            takeMerged(mergeFlows(theirs.base, mine, theirs.version, choices).merged, theirs);
          }}
        >
          Merge
        </Button>
      </div>
    </section>
  );
}

interface ConflictProps {
  conflict: NodeConflict;
  side: Side;
  onChoose: (side: Side) => void;
}

function Conflict({ conflict: { id, name, mine, theirs }, side, onChoose }: ConflictProps) {
  return (
    <li>
      <fieldset className="conflict-node">
        <legend>{name}</legend>
        {(["mine", "theirs"] as const).map((each) => (
          <label key={each}>
            <input type="radio" name={`side-${id}`} checked={side === each} onChange={() => onChoose(each)} />
            {sideWords(each, each === "mine" ? mine !== null : theirs !== null)}
          </label>
        ))}
        {mine && theirs ? (
          <dl>
            {fieldChanges(theirs, mine).map((field) => (
              <div key={field.key}>
                <dt>{field.label}</dt>
                <dd>
                  <Suspense fallback={field.after}>
                    <TextChanges
                      label={`${field.label}: elsewhere, and here`}
                      before={field.before}
                      after={field.after}
                    />
                  </Suspense>
                </dd>
              </div>
            ))}
          </dl>
        ) : null}
      </fieldset>
    </li>
  );
}

function sideWords(side: Side, isThere: boolean): string {
  if (side === "mine") return isThere ? "Mine" : "Mine: deleted";
  return isThere ? "Theirs" : "Theirs: deleted";
}

function SaveCopy({ onProblem }: { onProblem: (problem: string) => void }) {
  const navigate = useNavigate();
  return (
    <Button
      kind="outline"
      onClick={() =>
        void saveAsCopy().then(
          (id) => navigate(`/flow/${id}`),
          (error: unknown) => onProblem(explain(error).what),
        )
      }
    >
      Save mine as a copy
    </Button>
  );
}
