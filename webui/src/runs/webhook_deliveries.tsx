import { useId } from "react";
import { useSearchParams } from "react-router";
import { rootGraph, useDocument } from "@/document/document";
import { typeKey } from "@/document/handles";
import { timeAgo } from "@/flows/time_ago";
import { Address } from "@/runs/api_address";
import { RunMark } from "@/runs/run_mark";
import { type RunFilter, useRuns, withRun } from "@/runs/run_record";
import { durationWords } from "@/runs/run_words";

const WEBHOOKS: RunFilter = { trigger: "webhook" };
const SHOWN = 5;

export interface WebhookDeliveriesProps {
  flowId: string;
  /** The flow's name in addresses. */
  name: string;
  isShown: boolean;
}

/** The address to which other programs post, and what came last: each leads to the run it began. */
export function WebhookDeliveries({ flowId, name, isShown }: WebhookDeliveriesProps) {
  const id = useId();
  const hasWebhook = useDocument((document) => rootGraph(document).nodes.some((node) => typeKey(node) === "Webhook"));
  const { data } = useRuns(flowId, WEBHOOKS, isShown);
  const [, setSearch] = useSearchParams();
  const deliveries = data?.pages[0]?.items.slice(0, SHOWN) ?? [];
  return (
    <section className="api-part" aria-labelledby={id}>
      <h3 id={id}>Webhook</h3>
      <Address url={`${window.location.origin}/api/v1/webhook/${name}`} what="the webhook address" />
      <p className="field-help">
        {hasWebhook
          ? "What is posted here goes to the Webhook node, and the flow runs in the background."
          : "Posting here runs the flow in the background. Add a Webhook node to receive the body."}
      </p>
      {deliveries.length ? (
        <ul className="run-list" aria-label="Last deliveries">
          {deliveries.map((run) => (
            <li key={run.id}>
              <button
                type="button"
                className="run-line"
                title="Open its run"
                onClick={() => setSearch((search) => withRun(search, run.id), { replace: true })}
              >
                <RunMark status={run.status} />
                <code className="run-title">{run.input_value || "empty body"}</code>
                <span className="run-time">{durationWords(run.duration_ms)}</span>
                <span className="run-meta">{timeAgo(run.started_at)}</span>
                {run.error ? <span className="run-error">{run.error}</span> : null}
              </button>
            </li>
          ))}
        </ul>
      ) : (
        <p className="runs-none">Nothing has been delivered yet.</p>
      )}
    </section>
  );
}
