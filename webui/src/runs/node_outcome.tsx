import { Info } from "lucide-react";
import type { FlowNode } from "@/api/flow_data";
import { FieldLink } from "@/runs/field_link";
import { LocalModelOffer } from "@/runs/local_model_offer";
import { useRunStore, type VertexState } from "@/runs/run";
import { durationWords } from "@/runs/run_words";
import { CodeOffer } from "@/trust/code_offer";
import { ErrorNote } from "@/ui/error_note";

/** How the node fared in the last run: time and cost, its note, its error with a way on. */
export function NodeOutcome({ node }: { node: FlowNode }) {
  const vertex = useRunStore((run) => run.vertices[node.id]);
  return (
    <>
      {vertex ? <p className={`inspector-state is-${vertex.status}`}>{outcomeWords(vertex)}</p> : null}
      {vertex?.note ? (
        <p className="inspector-note">
          <Info aria-hidden />
          {vertex.note}
        </p>
      ) : null}
      {vertex?.error ? (
        <div className="inspector-error">
          <ErrorNote {...vertex.error}>
            <LocalModelOffer nodeId={node.id} />
            <CodeOffer nodeId={node.id} />
            <FieldLink nodeId={node.id} fieldKey={vertex.error.field} />
          </ErrorNote>
          {vertex.traceback ? (
            <details className="inspector-trace">
              <summary>Details</summary>
              <pre>{vertex.traceback}</pre>
            </details>
          ) : null}
        </div>
      ) : (
        <div className="inspector-offer">
          <LocalModelOffer nodeId={node.id} isShown={hasNoKey(node)} />
        </div>
      )}
    </>
  );
}

function hasNoKey(node: FlowNode): boolean {
  return !node.data.node?.template.api_key?.value;
}

const WORDS: Record<VertexState["status"], string> = {
  queued: "Queued",
  running: "Running",
  ok: "Done",
  reused: "Result reused",
  error: "Failed",
  inactive: "Branch not taken",
};

/** "Done · 1.2 s · 812 tokens in, 40 out". */
export function outcomeWords({ status, duration_ms, usage }: VertexState): string {
  const parts = [WORDS[status]];
  if (duration_ms !== undefined && status === "ok") parts.push(durationWords(duration_ms));
  if (usage) parts.push(`${usage.input_tokens} tokens in, ${usage.output_tokens} out`);
  return parts.join(" · ");
}
