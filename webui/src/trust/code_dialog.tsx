import { lazy, Suspense, useState } from "react";
import { explain } from "@/api/errors";
import { closeCode, useCodeView } from "@/trust/code_view";
import { reasonOf, WHAT_TRUST_MEANS } from "@/trust/code_words";
import { type CarriedCode, useNodeCode, useTrust, useWithdraw } from "@/trust/trust";
import { Button } from "@/ui/button";
import { CodeBox } from "@/ui/code_box";
import { Dialog } from "@/ui/dialog";
import { ErrorNote } from "@/ui/error_note";
import "./trust.css";

const CodeChanges = lazy(() => import("@/trust/code_changes"));

/** The code of a node, to read and to trust. Stands once on the page; `useCodeView` opens it. */
export default function CodeDialog() {
  const nodeId = useCodeView((view) => view.nodeId);
  const { codes } = useNodeCode(nodeId ?? "");
  const [at, setAt] = useState(0);
  const code = codes[Math.min(at, codes.length - 1)];
  if (nodeId === null || !code) return null;
  return <CodeReading key={code.digest} code={code} codes={codes} onChoose={setAt} />;
}

interface CodeReadingProps {
  code: CarriedCode;
  codes: readonly CarriedCode[];
  onChoose: (at: number) => void;
}

function CodeReading({ code, codes, onChoose }: CodeReadingProps) {
  const trust = useTrust();
  const withdraw = useWithdraw();
  const [showsChanges, setShowsChanges] = useState(true);
  const before = code.is_trusted ? null : code.trusted_before;
  const failure = trust.error ?? withdraw.error;
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => isOpen || closeCode()}
      title={`Code of ${code.name}`}
      text={reasonOf(code)}
      buttons={
        <>
          <Button kind="outline" onClick={closeCode}>
            Close
          </Button>
          {code.is_trusted ? (
            <Button kind="danger" disabled={withdraw.isPending} onClick={() => withdraw.mutate(code)}>
              Withdraw trust
            </Button>
          ) : (
            <Button
              kind="primary"
              disabled={trust.isPending}
              onClick={() => trust.mutate(code, { onSuccess: () => codes.length === 1 && closeCode() })}
            >
              {code.reason === "model_writes" ? "Allow this node" : "Trust this code"}
            </Button>
          )}
        </>
      }
    >
      {codes.length > 1 ? (
        <fieldset className="trust-choice" aria-label="Nodes with code">
          {codes.map((each, index) => (
            <button
              key={each.node_id}
              type="button"
              aria-pressed={each === code}
              className="trust-choice-item"
              onClick={() => onChoose(index)}
            >
              {each.name}
            </button>
          ))}
        </fieldset>
      ) : null}
      {before ? (
        <fieldset className="trust-choice" aria-label="What is shown">
          <button
            type="button"
            className="trust-choice-item"
            aria-pressed={showsChanges}
            onClick={() => setShowsChanges(true)}
          >
            Changes since you trusted it
          </button>
          <button
            type="button"
            className="trust-choice-item"
            aria-pressed={!showsChanges}
            onClick={() => setShowsChanges(false)}
          >
            Whole code
          </button>
        </fieldset>
      ) : null}
      <div className="trust-code">
        {before && showsChanges ? (
          <Suspense fallback={null}>
            <CodeChanges before={before} now={code.text} />
          </Suspense>
        ) : (
          <CodeBox label={`Code of ${code.name}`} language="python" value={code.text} isFilling />
        )}
      </div>
      {failure ? <ErrorNote {...explain(failure)} /> : null}
      <p className="trust-meaning">{WHAT_TRUST_MEANS}</p>
    </Dialog>
  );
}
