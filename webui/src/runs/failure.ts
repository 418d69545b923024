import type { Explained } from "@/api/errors";
import type { ContentPart, MessageRecord } from "@/runs/message_record";

/** The error part of an error message, if it has one. */
export function errorPart(message: Pick<MessageRecord, "content_blocks">): ContentPart | undefined {
  for (const block of message.content_blocks ?? []) {
    const part = block.contents?.find((content) => content.type === "error");
    if (part) return part;
  }
  return undefined;
}

/** What happened, why, and what to do: of an error message. */
export function explainMessage(message: Pick<MessageRecord, "content_blocks" | "text">): Explained {
  const part = errorPart(message);
  if (!part?.reason) return { what: message.text.replaceAll("**", "") };
  return { ...splitReason(part.reason), action: part.solution ?? undefined, field: part.field ?? undefined };
}

/** The first sentence is what happened, the rest is why. */
export function splitReason(reason: string): { what: string; why?: string } {
  const end = reason.search(/[.!?]\s+(?=\S)/);
  if (end < 0) return { what: reason };
  return { what: reason.slice(0, end + 1), why: reason.slice(end + 1).trim() };
}
