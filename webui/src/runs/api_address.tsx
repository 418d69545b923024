import { useId, useState } from "react";
import { explain } from "@/api/errors";
import { setEndpointName, useDocument } from "@/document/document";
import { CopyButton } from "@/ui/copy_button";
import { TextInput } from "@/ui/text_input";

const ALLOWED = /^[A-Za-z0-9_-]*$/;

/** The name under which programs reach the flow, edited in its place. */
export function ApiAddress({ flowId }: { flowId: string }) {
  const kept = useDocument((document) => (document.flow?.endpoint_name as string | null | undefined) ?? "");
  const [draft, setDraft] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const id = useId();
  const value = draft ?? kept;
  const isWrong = !ALLOWED.test(value);
  const note = isWrong ? "Letters, digits, hyphens and underscores only." : problem;

  const keep = async () => {
    if (draft === null || isWrong) return;
    if (draft === kept) return setDraft(null);
    try {
      await setEndpointName(draft || null);
      setDraft(null);
      setProblem(null);
    } catch (error) {
      const { what } = explain(error);
      setProblem(/unique/i.test(what) ? `Another flow is called “${draft}” already.` : what);
    }
  };

  return (
    <section className="api-part" aria-labelledby={`${id}-title`}>
      <h3 id={`${id}-title`}>Address</h3>
      <label className="field-label" htmlFor={id}>
        Endpoint name
      </label>
      <TextInput
        id={id}
        value={value}
        placeholder={flowId}
        aria-invalid={note ? true : undefined}
        aria-describedby={`${id}-note`}
        onChange={(event) => {
          setDraft(event.target.value);
          setProblem(null);
        }}
        onBlur={() => void keep()}
        onKeyDown={(event) => {
          if (event.key === "Enter") void keep();
          if (event.key === "Escape" && draft !== null) {
            event.stopPropagation();
            setDraft(null);
            setProblem(null);
          }
        }}
      />
      <p id={`${id}-note`} className={note ? "field-error" : "field-help"} role={note ? "alert" : undefined}>
        {note ?? "A short name in place of the id, for programs. The id goes on working."}
      </p>
      <Address url={`${window.location.origin}/api/v1/run/${kept || flowId}`} what="the run address" />
    </section>
  );
}

/** An address to be copied. */
export function Address({ url, what }: { url: string; what: string }) {
  return (
    <div className="api-url">
      <code title={url}>{url}</code>
      <CopyButton label={`Copy ${what}`} text={() => url} />
    </div>
  );
}
