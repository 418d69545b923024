import type { Explained } from "@/api/errors";
import { explainMessage } from "@/runs/failure";
import type { ContentBlock, MessageProperties, MessageRecord, Question } from "@/runs/message_record";

/** A message as the chat shows it. */
export interface ChatMessage {
  id: string;
  author: "user" | "model" | "error";
  /** Who speaks: the sender's name, for answers the model or node they came from. */
  name: string;
  text: string;
  /** Stored paths, `<flow id>/<name>`. */
  files: readonly string[];
  /** Node that it came from. */
  source: string | null;
  /** ISO with zone, or null while it is on its way. */
  timestamp: string | null;
  isEdited: boolean;
  /** Steps of an agent. */
  steps: readonly ContentBlock[];
  /** Of an error: what, why, what to do. */
  error?: Explained;
  /** Its run waits for an answer of the user's, or did. */
  question?: Question;
  /** Its text is still being written. */
  isWriting?: boolean;
  /** Sent, but not confirmed yet. */
  isPending?: boolean;
}

/** A message as the list of stored messages has it: files as a JSON text. */
export interface ListedMessage extends Omit<MessageRecord, "files" | "error"> {
  files: string | string[];
}

/** A stored or told message for the chat. */
export function toChat(message: MessageRecord | ListedMessage): ChatMessage {
  const properties: MessageProperties = message.properties ?? {};
  const isError = message.category === "error";
  const from = properties.source?.source || properties.source?.display_name;
  return {
    id: message.id ?? crypto.randomUUID(),
    author: isError ? "error" : message.sender === "User" ? "user" : "model",
    name: (message.sender === "User" ? null : from) || message.sender_name || "",
    text: message.text ?? "",
    files: filesOf(message.files),
    source: properties.source?.id ?? null,
    timestamp: isoOf(message.timestamp),
    isEdited: message.edit,
    steps: (message.content_blocks ?? []).filter((block) => block.contents?.some((part) => part.type !== "error")),
    question: properties.question,
    error: isError ? explainMessage(message) : undefined,
  };
}

function filesOf(files: string | string[] | null | undefined): string[] {
  if (Array.isArray(files)) return files;
  try {
    const parsed: unknown = JSON.parse(files || "[]");
    return Array.isArray(parsed) ? parsed.map(String) : [];
  } catch {
    return [];
  }
}

/** "2024-12-23 19:20:11 UTC" and "2024-12-23T19:20:11.123" are both UTC. */
function isoOf(timestamp: string | null | undefined): string | null {
  if (!timestamp) return null;
  const text = timestamp.trim().replace(/ UTC$/, "").replace(" ", "T");
  return /(Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${text}Z`;
}

/** The name of a stored file without its flow and the time before it. */
export function fileName(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return name.replace(/^\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d_/, "");
}
