import { create } from "zustand";
import type { Explained } from "@/api/errors";
import { type ChatMessage, type ListedMessage, toChat } from "@/messages/message";
import { TextStream } from "@/messages/text_stream";
import { onRunEvents } from "@/runs/event_feed";
import { isNodeError, type RunEvent } from "@/runs/events";

export interface Conversation {
  flowId: string | null;
  sessionId: string | null;
  messages: readonly ChatMessage[];
  /** The history of this session has come. */
  isLoaded: boolean;
}

const EMPTY: Conversation = { flowId: null, sessionId: null, messages: [], isLoaded: false };

/** The messages of the session on screen: history, then whatever runs tell. */
export const useConversation = create<Conversation>(() => EMPTY);

const streams = new Map<string, TextStream>();

/** The text of a message that is being written; one that has ended has none. */
export function streamOf(id: string): TextStream | undefined {
  return streams.get(id);
}

/** Shows another session; its history follows by `showHistory`. */
export function openConversation(flowId: string, sessionId: string): void {
  const now = useConversation.getState();
  if (now.flowId === flowId && now.sessionId === sessionId) return;
  streams.clear();
  useConversation.setState({ flowId, sessionId, messages: [], isLoaded: false });
}

/** The stored messages of a session. What a run told meanwhile is newer and stays. */
export function showHistory(sessionId: string, stored: readonly ListedMessage[]): void {
  useConversation.setState((now) => {
    if (now.sessionId !== sessionId) return now;
    const known = new Map(now.messages.map((message) => [message.id, message]));
    const merged = stored.map((message) => {
      const mine = known.get(message.id ?? "");
      known.delete(message.id ?? "");
      return mine?.isWriting ? mine : toChat(message);
    });
    // Messages that were stored and are gone were deleted elsewhere; those of this moment are not stored yet.
    const rest = [...known.values()].filter((message) => message.isPending || message.isWriting || isYoung(message));
    return { messages: [...merged, ...rest], isLoaded: true };
  });
}

const YOUNG_MS = 10_000;

function isYoung({ timestamp }: ChatMessage): boolean {
  return timestamp === null || Date.now() - Date.parse(timestamp) < YOUNG_MS;
}

/** Shows what was typed before the run has told of it. */
export function showPending(text: string, files: readonly string[]): void {
  const pending: ChatMessage = {
    id: `pending-${crypto.randomUUID()}`,
    author: "user",
    name: "",
    text,
    files,
    source: null,
    timestamp: null,
    isEdited: false,
    steps: [],
    isPending: true,
  };
  useConversation.setState(({ messages }) => ({ messages: [...messages, pending] }));
}

/** Keeps an error in the conversation that no node told: the run could not begin, or was lost. */
export function showFailure(error: Explained): void {
  useConversation.setState(({ messages }) => ({ messages: [...messages.map(settled), failureOf(error)] }));
}

function failureOf(error: Explained): ChatMessage {
  return {
    id: `failure-${crypto.randomUUID()}`,
    author: "error",
    name: "",
    text: error.what,
    files: [],
    source: null,
    timestamp: new Date().toISOString(),
    isEdited: false,
    steps: [],
    error,
  };
}

/** Takes a message off the screen. */
export function dropMessage(id: string): void {
  useConversation.setState(({ messages }) => ({ messages: messages.filter((message) => message.id !== id) }));
}

/** Replaces parts of a message on screen. */
export function changeMessage(id: string, part: Partial<ChatMessage>): void {
  useConversation.setState(({ messages }) => ({
    messages: messages.map((message) => (message.id === id ? { ...message, ...part } : message)),
  }));
}

function settled(message: ChatMessage): ChatMessage {
  if (!message.isWriting && !message.isPending) return message;
  const text = streams.get(message.id)?.text ?? message.text;
  streams.delete(message.id);
  return { ...message, text, isWriting: false, isPending: false };
}

function apply(messages: readonly ChatMessage[], sessionId: string, event: RunEvent): readonly ChatMessage[] {
  switch (event.event) {
    case "add_message": {
      if (event.data.session_id !== sessionId) return messages;
      return put(messages, toChat(event.data));
    }
    case "token":
      return addToken(messages, event.data.id, event.data.chunk);
    case "error":
      if (!isNodeError(event.data)) return [...messages.map(settled), failureOf({ what: event.data.error })];
      if (event.data.session_id !== sessionId) return messages;
      return put(messages.map(settled), toChat(event.data));
    case "remove_message":
      streams.delete(event.data.id);
      return messages.filter((message) => message.id !== event.data.id);
    case "end":
      return messages.map(settled);
    default:
      return messages;
  }
}

/** Replaces the message of the same id, or the one that was typed and waits for its confirmation; else adds it. */
function put(messages: readonly ChatMessage[], message: ChatMessage): readonly ChatMessage[] {
  const at = messages.findIndex((known) => known.id === message.id);
  if (at >= 0) {
    streams.delete(message.id);
    return messages.with(at, message);
  }
  if (message.author !== "user") return [...messages, message];
  const waiting = messages.findIndex((known) => known.isPending);
  return waiting >= 0 ? messages.with(waiting, message) : [...messages, message];
}

/** The first piece repeats what the message came with; an empty one says that the text is whole. */
function addToken(messages: readonly ChatMessage[], id: string, chunk: string): readonly ChatMessage[] {
  const at = messages.findIndex((message) => message.id === id);
  const message = messages[at];
  if (!message) return messages;
  if (!chunk) return messages.with(at, settled(message));
  const known = streams.get(id);
  if (known) {
    known.append(chunk);
    return messages;
  }
  const stream = new TextStream();
  stream.append(chunk);
  streams.set(id, stream);
  return messages.with(at, { ...message, isWriting: true });
}

onRunEvents((flowId, events) => {
  const { flowId: shown, sessionId, messages } = useConversation.getState();
  if (flowId !== shown || !sessionId) return;
  let next = messages;
  for (const event of events) next = apply(next, sessionId, event);
  if (next !== messages) useConversation.setState({ messages: next });
});
