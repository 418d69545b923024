import type { MessageRecord } from "@/runs/message_record";

/** One output of a built vertex as it is told. */
export interface BuiltOutput {
  message: unknown;
  /** text, data, array, object, message, error, or unknown for values that cannot be shown. */
  type: string;
}

/** One line of a node's log. */
export interface LogLine {
  name: string;
  message: unknown;
  type: string;
}

/** What a vertex gave. */
export interface BuiltData {
  outputs: Record<string, BuiltOutput>;
  logs: Record<string, LogLine[]>;
  artifacts: Record<string, unknown>;
  /** Seconds. */
  timedelta?: number;
  used_frozen_result?: boolean;
  [key: string]: unknown;
}

/** One vertex build: in events and in the kept records. */
export interface VertexBuild {
  id: string;
  valid: boolean;
  params: string | null;
  data: BuiltData;
  inactivated_vertices?: string[] | null;
  /** Vertices that may be built now. */
  next_vertices_ids?: string[] | null;
  timestamp: string;
}

/** What a model cost. */
export interface Usage {
  input_tokens: number;
  output_tokens: number;
  price_usd: number | null;
}

/** What a run tells while it goes on. */
export type RunEvent =
  | { event: "vertices_sorted"; data: { ids: string[]; to_run: string[] } }
  | { event: "start_vertex"; data: { id: string } }
  | { event: "end_vertex"; data: { build_data: VertexBuild } }
  | { event: "add_message"; data: MessageRecord }
  | { event: "token"; data: { id: string; chunk: string } }
  | { event: "remove_message"; data: { id: string } }
  | { event: "note"; data: { id: string; text: string } }
  | { event: "usage"; data: Usage & { id: string } }
  | { event: "error"; data: MessageRecord | { error: string; statusCode?: number } }
  | { event: "end"; data: Record<string, never> };

/** Is it the error of a node (a message), not one that kept the run from beginning? */
export function isNodeError(data: MessageRecord | { error: unknown }): data is MessageRecord {
  return "content_blocks" in data;
}

/** Reads a stream of JSON lines; empty lines are passed over, a line may come in pieces. */
export async function* readEvents(stream: ReadableStream<Uint8Array>): AsyncGenerator<RunEvent> {
  const reader = stream.pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array, string>).getReader();
  let rest = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      rest += value ?? "";
      const lines = rest.split("\n");
      rest = done ? "" : (lines.pop() ?? "");
      for (const line of lines) if (line.trim()) yield JSON.parse(line) as RunEvent;
      if (done) return;
    }
  } finally {
    void reader.cancel().catch(() => undefined);
  }
}
