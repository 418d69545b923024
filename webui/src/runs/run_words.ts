import type { RunRecord, RunStatus, RunTrigger } from "@/runs/run_record";

/** How a run ended, or how it goes on, in one word. */
export const STATUS_WORDS: Record<RunStatus, string> = {
  running: "Running",
  waiting: "Waiting for an answer",
  ok: "Done",
  failed: "Failed",
  stopped: "Stopped",
  interrupted: "Interrupted",
};

/** Who began a run. */
export const TRIGGER_WORDS: Record<RunTrigger, string> = {
  editor: "Canvas",
  chat: "Chat",
  api: "API",
  webhook: "Webhook",
  flow: "Another flow",
};

/** "< 1 ms", "812 ms", "1.2 s", "2 min 5 s"; empty when it is not known. */
export function durationWords(duration_ms: number | null | undefined): string {
  if (duration_ms == null) return "";
  if (duration_ms < 0.5) return "< 1 ms";
  if (duration_ms < 1000) return `${Math.round(duration_ms)} ms`;
  if (duration_ms < 60_000) return `${(duration_ms / 1000).toFixed(1)} s`;
  return `${Math.floor(duration_ms / 60_000)} min ${Math.round((duration_ms % 60_000) / 1000)} s`;
}

/** "852 tokens", "12.4k tokens", with the price where it is known: "852 tokens · $0.0021". Empty without a model. */
export function costWords({ input_tokens, output_tokens, price_usd }: Partial<RunRecord>): string {
  if (input_tokens == null && output_tokens == null) return "";
  const tokens = (input_tokens ?? 0) + (output_tokens ?? 0);
  const count = tokens < 10_000 ? String(tokens) : `${(tokens / 1000).toFixed(1)}k`;
  const words = `${count} ${tokens === 1 ? "token" : "tokens"}`;
  return price_usd ? `${words} · ${priceWords(price_usd)}` : words;
}

function priceWords(price_usd: number): string {
  return price_usd < 0.0001 ? "< $0.0001" : `$${price_usd.toFixed(price_usd < 0.01 ? 4 : 2)}`;
}

/** What a run is called in lists: what it was given, else who began it. */
export function runTitle({ input_value, trigger }: Pick<RunRecord, "input_value" | "trigger">): string {
  return (
    input_value.trim().replaceAll(/\s+/g, " ") || (trigger === "editor" ? "Run without input" : TRIGGER_WORDS[trigger])
  );
}
