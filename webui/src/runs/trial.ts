import { useEffect, useRef, useState } from "react";
import { client } from "@/api/client";
import { explain } from "@/api/errors";
import { flushDocument } from "@/document/document";
import { durationWords } from "@/runs/run_words";
import type { ApiCall } from "@/runs/snippets";

/** The answer of the server as it came. */
export interface TrialAnswer {
  /** HTTP status; 0 when none came. */
  status: number;
  /** "34 ms · 2.1 kB". */
  words: string;
  /** The body; JSON in several lines, a stream as far as it has come. */
  body: string;
}

/** Sends calls of the run API one at a time. */
export function useTrial() {
  const [answer, setAnswer] = useState<TrialAnswer | null>(null);
  const [isUnderWay, setUnderWay] = useState(false);
  const abort = useRef<AbortController | null>(null);
  useEffect(() => () => abort.current?.abort(), []);

  const send = async (name: string, { body, isStreaming }: ApiCall) => {
    const control = new AbortController();
    abort.current = control;
    setUnderWay(true);
    setAnswer(null);
    let begun = performance.now();
    let status = 0;
    let text = "";
    const show = (shown: string) => {
      const words = [durationWords(performance.now() - begun), sizeWords(text)].join(" · ");
      setAnswer({ status, words, body: shown });
    };
    try {
      await flushDocument();
      begun = performance.now();
      const reply: { data?: unknown; error?: unknown; response: Response } = await client.POST(
        "/api/v1/run/{flow_id_or_name}",
        {
          params: { path: { flow_id_or_name: name }, query: { stream: isStreaming } },
          body: body as never,
          parseAs: "stream",
          signal: control.signal,
        },
      );
      status = reply.response.status;
      if (reply.error !== undefined) {
        text = typeof reply.error === "string" ? reply.error : JSON.stringify(reply.error);
      } else {
        const pieces = (reply.data as ReadableStream<Uint8Array>).pipeThrough(
          new TextDecoderStream() as TransformStream<Uint8Array, string>,
        );
        for await (const piece of pieces as unknown as AsyncIterable<string>) {
          text += piece;
          if (isStreaming) show(text);
        }
      }
      show(pretty(text));
    } catch (error) {
      if (control.signal.aborted) show(text ? `${text}\n(stopped)` : "(stopped)");
      else show(explain(error).what);
    } finally {
      setUnderWay(false);
    }
  };
  return { answer, isUnderWay, send, stop: () => abort.current?.abort() };
}

/** JSON in several lines; any other text as it is. */
function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function sizeWords(text: string): string {
  const bytes = new TextEncoder().encode(text).length;
  return bytes < 1000 ? `${bytes} B` : `${(bytes / 1000).toFixed(1)} kB`;
}
