import { describe, expect, it } from "vitest";
import type { RunEvent, VertexBuild } from "@/runs/events";
import type { MessageRecord } from "@/runs/message_record";
import { fromRecords, NO_RUN, reduce, settle } from "@/runs/run_state";

function sorted(...ids: string[]): RunEvent {
  return { event: "vertices_sorted", data: { ids, to_run: ids } };
}

function start(id: string): RunEvent {
  return { event: "start_vertex", data: { id } };
}

function end(id: string, part: Partial<VertexBuild> = {}, text = "made"): RunEvent {
  const build_data: VertexBuild = {
    id,
    valid: true,
    params: null,
    timestamp: "",
    data: { outputs: { out: { message: text, type: "text" } }, logs: {}, artifacts: {}, timedelta: 0.012 },
    ...part,
  };
  return { event: "end_vertex", data: { build_data } };
}

function message(part: Partial<MessageRecord>): MessageRecord {
  return {
    id: "m1",
    flow_id: "f",
    session_id: "s",
    timestamp: "",
    sender: "Machine",
    sender_name: "AI",
    text: "",
    files: [],
    edit: false,
    error: false,
    category: "message",
    properties: { source: { id: "model", display_name: "Model", source: "tiny" } },
    content_blocks: [],
    ...part,
  };
}

function failure(id: string): RunEvent {
  const part = { type: "error", reason: "It gave no answer. Nothing listens.", solution: "Start it." };
  return {
    event: "error",
    data: message({
      category: "error",
      properties: { source: { id, display_name: id, source: id } },
      content_blocks: [{ title: "Error", contents: [part] }],
    }),
  };
}

const STREAMING: Partial<VertexBuild> = {
  next_vertices_ids: ["chat"],
  data: {
    outputs: { text_output: { message: "", type: "text" } },
    logs: {},
    artifacts: { text_output: { type: "stream", raw: "", repr: "" } },
    timedelta: 0.5,
  },
};

const READ: Partial<VertexBuild> = {
  data: {
    outputs: { message: { message: { id: "m1", text: "Hello you" }, type: "object" } },
    logs: {},
    artifacts: {},
    timedelta: 1.5,
  },
};

describe("reduce", () => {
  it("takes a node from queued over running to done, with its time and its preview", () => {
    let state = reduce(NO_RUN, [sorted("a", "b")], 0);
    expect(state.vertices.a?.status).toBe("queued");
    state = reduce(state, [start("a")], 5);
    expect(state.vertices.a).toMatchObject({ status: "running", started_at: 5 });
    state = reduce(state, [end("a")], 20);
    expect(state.vertices.a).toMatchObject({ status: "ok", duration_ms: 12, preview: "made" });
    expect(state.vertices.b?.status).toBe("queued");
  });

  it("leaves the state that it was given as it was", () => {
    const before = reduce(NO_RUN, [sorted("a")], 0);
    reduce(before, [start("a")], 0);
    expect(before.vertices.a?.status).toBe("queued");
    expect(NO_RUN.vertices).toEqual({});
  });

  it("marks the branch that was not taken, and kept results", () => {
    const kept = end("b", { data: { outputs: {}, logs: {}, artifacts: {}, used_frozen_result: true } });
    const state = reduce(NO_RUN, [sorted("a", "b", "c"), end("a", { inactivated_vertices: ["c"] }), kept], 0);
    expect(state.vertices.b?.status).toBe("reused");
    expect(state.vertices.c?.status).toBe("inactive");
  });

  it("tells an error at the node that it names, in three parts", () => {
    const state = reduce(NO_RUN, [sorted("a"), start("a"), failure("a"), end("a", { valid: false })], 0);
    expect(state.vertices.a).toMatchObject({
      status: "error",
      error: { what: "It gave no answer.", why: "Nothing listens.", action: "Start it." },
    });
    expect(settle(state, "finished").status).toBe("failed");
  });

  it("lets model and chat output grow together while a text is written, and ends both with it", () => {
    const token = (chunk: string): RunEvent => ({ event: "token", data: { id: "m1", chunk } });
    const opened = [sorted("model", "chat"), start("model"), end("model", STREAMING), start("chat")];
    const told: RunEvent = { event: "add_message", data: message({ text: "Hello" }) };
    let state = reduce(NO_RUN, [...opened, told, token("Hello")], 0);
    expect(state.vertices.model).toMatchObject({ status: "running", preview: "Hello" });
    state = reduce(state, [token(" you"), token("")], 0);
    expect(state.vertices.model?.preview).toBe("Hello you");
    expect(state.vertices.chat?.preview).toBe("Hello you");
    state = reduce(state, [end("chat", READ)], 0);
    expect(state.vertices.model).toMatchObject({ status: "ok", duration_ms: 2000, preview: "Hello you" });
    expect(state.vertices.model?.built?.outputs.text_output?.message).toBe("Hello you");
    expect(state.streams).toEqual({});
  });

  it("blames the writer, not the reader, when a text breaks off", () => {
    const opened = [sorted("model", "chat"), start("model"), end("model", STREAMING), start("chat")];
    const state = reduce(NO_RUN, [...opened, failure("model"), end("chat", { valid: false })], 0);
    expect(state.vertices.model?.status).toBe("error");
    expect(state.vertices.chat).toBeUndefined();
  });

  it("takes a note twice as one", () => {
    const note: RunEvent = { event: "note", data: { id: "a", text: "Runs on tiny." } };
    const state = reduce(NO_RUN, [sorted("a"), start("a"), note, note, end("a")], 0);
    expect(state.vertices.a).toMatchObject({ status: "ok", note: "Runs on tiny." });
  });
});

describe("settle", () => {
  it("forgets what never got its turn", () => {
    const state = settle(reduce(NO_RUN, [sorted("a", "b", "c"), end("a"), start("b")], 0), "cancelled");
    expect(Object.keys(state.vertices)).toEqual(["a"]);
    expect(state.status).toBe("cancelled");
  });
});

describe("fromRecords", () => {
  it("shows the last build of every node", () => {
    const builds = [end("a", {}, "first"), end("a", {}, "second")].map(
      (event) => (event as Extract<RunEvent, { event: "end_vertex" }>).data.build_data,
    );
    expect(fromRecords("f", { a: builds }).vertices.a).toMatchObject({ status: "ok", preview: "second" });
  });
});
