import { beforeEach, describe, expect, it } from "vitest";
import { openConversation, showHistory, showPending, streamOf, useConversation } from "@/messages/conversation";
import type { ListedMessage } from "@/messages/message";
import { publish } from "@/runs/event_feed";
import type { MessageRecord } from "@/runs/message_record";

function record(part: Partial<MessageRecord>): MessageRecord {
  return {
    id: "m",
    flow_id: "f",
    session_id: "s",
    timestamp: new Date().toISOString(),
    sender: "Machine",
    sender_name: "AI",
    text: "",
    files: [],
    edit: false,
    error: false,
    category: "message",
    properties: {},
    content_blocks: [],
    ...part,
  };
}

const texts = () => useConversation.getState().messages.map((message) => message.text);

beforeEach(() => {
  openConversation("f", "other");
  openConversation("f", "s");
});

describe("the conversation", () => {
  it("puts the told message in the place of the typed one", () => {
    showPending("Hi", []);
    publish("f", [{ event: "add_message", data: record({ id: "u", sender: "User", text: "Hi" }) }]);
    expect(useConversation.getState().messages).toMatchObject([{ id: "u", author: "user", text: "Hi" }]);
    expect(useConversation.getState().messages[0]?.isPending).toBeUndefined();
  });

  it("takes the first piece of a stream once, though the message came with it", () => {
    publish("f", [
      { event: "add_message", data: record({ id: "a", text: "Hel" }) },
      { event: "token", data: { id: "a", chunk: "Hel" } },
      { event: "token", data: { id: "a", chunk: "lo" } },
    ]);
    expect(streamOf("a")?.text).toBe("Hello");
    publish("f", [{ event: "token", data: { id: "a", chunk: "" } }]);
    expect(texts()).toEqual(["Hello"]);
    expect(streamOf("a")).toBeUndefined();
  });

  it("is the same after a run was read a second time", () => {
    const events = [
      { event: "add_message", data: record({ id: "a", text: "Hel" }) },
      { event: "token", data: { id: "a", chunk: "Hel" } },
      { event: "token", data: { id: "a", chunk: "lo" } },
      { event: "token", data: { id: "a", chunk: "" } },
      { event: "end", data: {} },
    ] as const;
    publish("f", events);
    publish("f", events);
    expect(texts()).toEqual(["Hello"]);
  });

  it("keeps what was written when a run is stopped", () => {
    publish("f", [
      { event: "add_message", data: record({ id: "a", text: "Half" }) },
      { event: "token", data: { id: "a", chunk: "Half" } },
      { event: "end", data: {} },
    ]);
    expect(useConversation.getState().messages).toMatchObject([{ text: "Half", isWriting: false }]);
  });

  it("shows a stored error in three parts", () => {
    const contents = [{ type: "error", reason: "No answer. Nothing listens.", solution: "Start it." }];
    const stored: ListedMessage = {
      ...record({ id: "e", category: "error", content_blocks: [{ title: "Error", contents }] }),
      files: "[]",
    };
    showHistory("s", [stored]);
    expect(useConversation.getState().messages[0]).toMatchObject({
      author: "error",
      error: { what: "No answer.", why: "Nothing listens.", action: "Start it." },
    });
  });

  it("leaves messages of other sessions and flows alone", () => {
    publish("f", [{ event: "add_message", data: record({ session_id: "elsewhere" }) }]);
    publish("g", [{ event: "add_message", data: record({}) }]);
    expect(texts()).toEqual([]);
  });
});
