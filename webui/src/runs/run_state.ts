import type { Explained } from "@/api/errors";
import { type BuiltData, isNodeError, type RunEvent, type Usage, type VertexBuild } from "@/runs/events";
import { explainMessage, splitReason } from "@/runs/failure";
import type { MessageRecord } from "@/runs/message_record";
import { PREVIEW_LENGTH, plainStart, previewOf } from "@/runs/preview";
import type { RunDetail } from "@/runs/run_record";

export type VertexStatus = "queued" | "running" | "ok" | "reused" | "error" | "inactive";

/** What the last run said about one node. */
export interface VertexState {
  status: VertexStatus;
  /** performance.now() when it started, while running. */
  started_at?: number;
  duration_ms?: number;
  /** The first lines of its output as text; grows while it streams. */
  preview?: string;
  error?: Explained;
  /** Functions and lines of an unforeseen error. */
  traceback?: string;
  /** One sentence about the run: which model was used instead. */
  note?: string;
  usage?: Usage;
  /** All that it gave. */
  built?: BuiltData;
  /** Its text is still being written; these vertices read it. */
  readers?: readonly string[];
}

/** A message whose text is being written, the vertex that writes it, and the chat output that shows it. */
interface TextUnderWay {
  source: string;
  reader: string | null;
}

export interface RunState {
  /** The flow that the vertices belong to. */
  flow_id: string | null;
  job_id: string | null;
  status: "idle" | "running" | "finished" | "failed" | "cancelled";
  vertices: Record<string, VertexState>;
  /** By message id. */
  streams: Record<string, TextUnderWay>;
  /** Set while an earlier run is looked at in place of the last one. */
  past: PastRun | null;
}

/** A run that is looked at again, and how many of its vertex builds are shown. */
export interface PastRun {
  run: RunDetail;
  step: number;
}

export const NO_RUN: RunState = { flow_id: null, job_id: null, status: "idle", vertices: {}, streams: {}, past: null };

/** The state after some events. `now` is performance.now(). The given state is left as it is. */
export function reduce(state: RunState, events: readonly RunEvent[], now: number): RunState {
  const next: RunState = { ...state, vertices: { ...state.vertices }, streams: { ...state.streams } };
  for (const event of events) apply(next, event, now);
  return next;
}

function apply(state: RunState, event: RunEvent, now: number): void {
  const { vertices } = state;
  switch (event.event) {
    case "vertices_sorted":
      // The last preview stays until the new one comes, so that nodes keep their size.
      for (const id of event.data.to_run) {
        const { preview, built } = vertices[id] ?? {};
        vertices[id] = { status: "queued", preview, built };
      }
      return;
    case "start_vertex": {
      const { preview, built } = vertices[event.data.id] ?? {};
      vertices[event.data.id] = { status: "running", started_at: now, preview, built };
      return;
    }
    case "end_vertex":
      endVertex(state, event.data.build_data);
      return;
    case "note":
      update(state, event.data.id, { note: event.data.text });
      return;
    case "usage": {
      const { id, ...usage } = event.data;
      update(state, id, { usage });
      return;
    }
    case "add_message":
      addMessage(state, event.data);
      return;
    case "token":
      addToken(state, event.data.id, event.data.chunk);
      return;
    case "error":
      if (isNodeError(event.data)) fail(state, event.data);
      return;
    case "end":
    case "remove_message":
      return;
  }
}

function update(state: RunState, id: string, part: Partial<VertexState>): void {
  state.vertices[id] = { ...(state.vertices[id] ?? { status: "running" }), ...part };
}

function endVertex(state: RunState, build: VertexBuild): void {
  const { id, data } = build;
  const before = state.vertices[id];
  if (!build.valid && !before?.error && isReaderOfFailed(state, id)) {
    // It only could not go on: the error is told at the vertex whose text broke off.
    delete state.vertices[id];
  } else if (!build.valid) {
    update(state, id, {
      status: "error",
      started_at: undefined,
      built: data,
      preview: undefined,
      error: before?.error ?? splitReason(failureText(build)),
      traceback: before?.traceback ?? (errorOf(data)?.stackTrace || undefined),
    });
  } else if (isStreaming(data)) {
    const readers = build.next_vertices_ids ?? [];
    update(state, id, { status: "running", built: data, preview: undefined, readers });
  } else {
    update(state, id, {
      status: data.used_frozen_result ? "reused" : "ok",
      built: data,
      preview: previewOf(data),
      error: undefined,
      started_at: undefined,
      duration_ms: data.timedelta === undefined ? undefined : data.timedelta * 1000,
    });
  }
  for (const other of build.inactivated_vertices ?? []) state.vertices[other] = { status: "inactive" };
  endStreams(state, build);
}

function isReaderOfFailed(state: RunState, id: string): boolean {
  return Object.values(state.vertices).some(({ status, readers }) => status === "error" && readers?.includes(id));
}

/** The text of a failed build without the words that only name its node; records of other programs may have none. */
function failureText({ params, data }: VertexBuild): string {
  const text = errorOf(data)?.errorMessage || params || "The node failed.";
  return text.replace(/^Error building Component .*?: /, "");
}

function errorOf(data: BuiltData): { errorMessage: string; stackTrace?: string } | undefined {
  const failed = Object.values(data.outputs ?? {}).find(({ type }) => type === "error")?.message;
  return typeof failed === "object" && failed !== null && "errorMessage" in failed
    ? (failed as { errorMessage: string; stackTrace?: string })
    : undefined;
}

function isStreaming(data: BuiltData): boolean {
  return Object.values(data.artifacts ?? {}).some(
    (artifact) => typeof artifact === "object" && artifact !== null && "type" in artifact && artifact.type === "stream",
  );
}

/** A chat output that has read the whole text of a model: the model is done too. */
function endStreams(state: RunState, { id, valid, data }: VertexBuild): void {
  const shown = shownMessage(data);
  for (const [messageId, { source, reader }] of Object.entries(state.streams)) {
    if (reader !== id && shown?.id !== messageId) continue;
    delete state.streams[messageId];
    const vertex = state.vertices[source];
    if (!valid || vertex?.status !== "running") continue;
    const { readers: _readers, started_at: _started, ...rest } = vertex;
    const seconds = (vertex.built?.timedelta ?? 0) + (data.timedelta ?? 0);
    state.vertices[source] = {
      ...rest,
      status: "ok",
      duration_ms: seconds * 1000,
      preview: shown ? plainStart(shown.text) : vertex.preview,
      built: vertex.built && shown ? withText(vertex.built, shown.text) : vertex.built,
    };
  }
}

function shownMessage(data: BuiltData): { id: unknown; text: string } | undefined {
  const message = data.outputs?.message?.message;
  if (typeof message !== "object" || message === null || !("text" in message) || !("id" in message)) return undefined;
  return { id: message.id, text: String(message.text) };
}

/** A streamed output has an empty text when its vertex ends; here it gets the whole. */
function withText(built: BuiltData, text: string): BuiltData {
  const streamed = Object.entries(built.artifacts ?? {}).find(
    ([, artifact]) => (artifact as { type?: string } | null)?.type === "stream",
  )?.[0];
  if (!streamed) return built;
  return { ...built, outputs: { ...built.outputs, [streamed]: { message: text, type: "text" } } };
}

function addMessage(state: RunState, message: MessageRecord): void {
  const source = message.properties?.source?.id;
  const vertex = source ? state.vertices[source] : undefined;
  if (!message.id || !source || vertex?.status !== "running") return;
  const reader = vertex.readers?.find((id) => state.vertices[id]?.status === "running") ?? null;
  state.streams[message.id] = { source, reader };
  for (const id of [source, reader]) if (id) update(state, id, { preview: "" });
}

function addToken(state: RunState, messageId: string, chunk: string): void {
  const stream = state.streams[messageId];
  if (!stream || !chunk) return;
  for (const id of [stream.source, stream.reader]) {
    const vertex = id ? state.vertices[id] : undefined;
    const preview = vertex?.preview ?? "";
    if (id && vertex && preview.length < PREVIEW_LENGTH) {
      state.vertices[id] = { ...vertex, preview: (preview + chunk).slice(0, PREVIEW_LENGTH) };
    }
  }
}

function fail(state: RunState, message: MessageRecord): void {
  const id = message.properties?.source?.id;
  if (!id) return;
  const part = message.content_blocks[0]?.contents[0];
  update(state, id, {
    status: "error",
    error: explainMessage(message),
    traceback: part?.traceback || undefined,
    preview: undefined,
    started_at: undefined,
  });
}

/** The state when a run is over: what never got its turn is as if it had not been run. */
export function settle(state: RunState, status: RunState["status"]): RunState {
  const vertices = Object.fromEntries(
    Object.entries(state.vertices).filter(([, { status }]) => status !== "queued" && status !== "running"),
  );
  const hasFailed = Object.values(state.vertices).some((vertex) => vertex.status === "error");
  return { ...state, vertices, streams: {}, status: status === "finished" && hasFailed ? "failed" : status };
}

/** The state that kept records of earlier runs give: the last build of every vertex. */
export function fromRecords(flowId: string, records: Record<string, readonly VertexBuild[]>): RunState {
  return fromBuilds(
    flowId,
    Object.values(records).flatMap((builds) => builds.slice(-1)),
  );
}

/** The state as an earlier run left it after the first `step` of its vertex builds. */
export function fromPast(run: RunDetail, step: number): RunState {
  const builds = run.vertices as unknown as VertexBuild[];
  const state = fromBuilds(run.flow_id, builds.slice(0, step));
  for (const [id, usage] of Object.entries(run.usage ?? {})) {
    const vertex = state.vertices[id];
    if (vertex) state.vertices[id] = { ...vertex, usage };
  }
  if (step >= builds.length) for (const id of run.inactive ?? []) state.vertices[id] = { status: "inactive" };
  return { ...state, past: { run, step } };
}

function fromBuilds(flowId: string, builds: readonly VertexBuild[]): RunState {
  const state: RunState = { ...NO_RUN, flow_id: flowId, vertices: {}, streams: {} };
  for (const build of builds) {
    endVertex(state, build);
    const vertex = state.vertices[build.id];
    if (vertex?.status === "running") state.vertices[build.id] = { ...vertex, status: "ok" };
  }
  return state;
}
