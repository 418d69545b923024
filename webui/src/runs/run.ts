import { create } from "zustand";
import { client, read } from "@/api/client";
import { ApiError } from "@/api/errors";
import { partOfPage } from "@/api/page_state";
import { FrameBatch, publish } from "@/runs/event_feed";
import { isNodeError, type RunEvent, readEvents, type VertexBuild } from "@/runs/events";
import type { RunDetail } from "@/runs/run_record";
import { fromPast, fromRecords, NO_RUN, type RunState, reduce, settle } from "@/runs/run_state";

export type { RunState, VertexState, VertexStatus } from "@/runs/run_state";

/** Status per vertex of the flow on screen, fed by build events only. */
export const useRunStore = create<RunState>(() => NO_RUN);

export interface RunOptions {
  input_value?: string;
  /** Session of the messages; by default the one on screen (`showSession`). */
  session_id?: string;
  /** Stored paths for the chat input. */
  files?: readonly string[];
  /** Run this node and what it needs. */
  stop_component_id?: string;
  start_component_id?: string;
  /** Who begins it, for the record of the run; by default the canvas. */
  trigger?: "editor" | "chat";
}

/** What goes on behind an earlier run that is being looked at: shown again when that is left. */
let behind: RunState | null = null;

function live(): RunState {
  return behind ?? useRunStore.getState();
}

function setLive(state: RunState): void {
  if (behind) behind = state;
  else useRunStore.setState(state);
}

/** Shows an earlier run after `step` of its vertex builds, in place of the last one. */
export function showPast(run: RunDetail, step: number): void {
  behind ??= useRunStore.getState();
  useRunStore.setState(fromPast(run, step));
}

/** Shows the last run again. */
export function leavePast(): void {
  if (behind) useRunStore.setState(behind);
  behind = null;
}

/** The session on screen, by flow: a run without one of its own goes there. */
const shownSessions = new Map<string, string>();

/** Stop was asked for before the run had its id. */
let isStopWanted = false;

/** Ends the reading of the run that is followed; the run itself goes on. */
let leave: (() => void) | null = null;

/** Runs of this flow that are not told otherwise belong to this session. */
export function showSession(flowId: string, sessionId: string): void {
  shownSessions.set(flowId, sessionId);
}

/**
 * Runs a saved flow (callers flush the open document first). Settles when the run has ended; errors of single nodes are
 * in the state, whatever kept the run from beginning is thrown as `ApiError`.
 */
export async function startRun(flowId: string, options: RunOptions = {}): Promise<void> {
  await followNew(flowId, () => createJob(flowId, options));
}

/** Runs a flow again as it is now, with what a past run of it was given. Settles as `startRun`. */
export async function repeatRun(flowId: string, runId: string): Promise<void> {
  await followNew(flowId, async () => {
    const path = { run_id: runId };
    return (await read(client.POST("/api/v1/runs/{run_id}/repeat", { params: { path } }))).job_id;
  });
}

async function followNew(flowId: string, create: () => Promise<string>): Promise<void> {
  leavePast();
  const before = live();
  if (before.flow_id === flowId && before.status === "running") return;
  setLive({ ...(before.flow_id === flowId ? before : NO_RUN), flow_id: flowId, job_id: null, status: "running" });
  isStopWanted = false;
  let jobId: string;
  try {
    jobId = await create();
  } catch (error) {
    setLive(settle(live(), "failed"));
    throw error;
  }
  if (isStopWanted) await cancelJob(jobId);
  await follow(flowId, jobId);
}

async function createJob(flowId: string, options: RunOptions): Promise<string> {
  const { input_value, files, stop_component_id, start_component_id, trigger } = options;
  const session = options.session_id ?? shownSessions.get(flowId) ?? flowId;
  // "Run up to here" is about the node: what it needs is built again only where something changed.
  const reuse = stop_component_id !== undefined;
  const job = await read<{ job_id: string }>(
    client.POST("/api/v1/build/{flow_id}/flow", {
      params: {
        path: { flow_id: flowId },
        query: { event_delivery: "streaming", stream: true, reuse, stop_component_id, start_component_id, trigger },
      },
      body: { inputs: { input_value: input_value ?? null, session }, files: files?.length ? [...files] : null },
    } as never) as never,
  );
  return job.job_id;
}

/** Stops the run under way, if any. */
export async function stopRun(): Promise<void> {
  const { job_id, status } = live();
  if (status !== "running") return;
  isStopWanted = true;
  if (job_id) await cancelJob(job_id);
}

async function cancelJob(job_id: string): Promise<void> {
  await read(client.POST("/api/v1/build/{job_id}/cancel", { params: { path: { job_id } } }));
}

/**
 * Shows a flow's runs: goes on with the one under way, be it of an earlier page or another window; otherwise shows what
 * the last runs left. Does nothing when this flow is followed already.
 */
export async function openRuns(flowId: string): Promise<void> {
  if (live().flow_id === flowId) return;
  leave?.();
  // A run of this flow that the address names may be on screen already: it stays.
  if (useRunStore.getState().past?.run.flow_id !== flowId) leavePast();
  setLive({ ...NO_RUN, flow_id: flowId });
  const isUntouched = () => live().flow_id === flowId && live().status === "idle";
  const [last] = await partOfPage("jobs", () => listJobs(flowId), { flowId });
  if (!isUntouched()) return;
  if (last?.status === "queued" || last?.status === "running" || last?.status === "waiting") {
    setLive({ ...live(), status: "running" });
    await follow(flowId, last.job_id);
    return;
  }
  const builds = await partOfPage("vertex_builds", () => listBuilds(flowId), { flowId });
  let state = fromRecords(flowId, builds as unknown as Record<string, VertexBuild[]>);
  if (last) {
    // The events of the last run say more than the records: notes, costs, who is to blame.
    const events = (await partOfPage("events", () => listEvents(last.job_id), { flowId })) as RunEvent[];
    state = settle(reduce(state, events, 0), last.status);
  }
  if (isUntouched()) setLive({ ...state, status: "idle" });
}

function listJobs(flowId: string) {
  return read(client.GET("/api/v1/build/jobs", { params: { query: { flow_id: flowId } } }));
}

async function listBuilds(flowId: string) {
  const query = { flow_id: flowId };
  return (await read(client.GET("/api/v1/monitor/builds", { params: { query } }))).vertex_builds;
}

/** All that a run which has ended told. */
async function listEvents(jobId: string): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  for await (const event of readEvents(await openEvents(jobId))) events.push(event);
  return events;
}

/** Reads a run's events from the first to the last. */
async function follow(flowId: string, jobId: string): Promise<void> {
  leave?.();
  const abort = new AbortController();
  let refusal: ApiError | null = null;
  let hasEnded = false;
  const batch = new FrameBatch((events) => {
    const state = live();
    if (abort.signal.aborted || state.job_id !== jobId) return;
    setLive(reduce(state, events, performance.now()));
    publish(flowId, events);
  });
  leave = () => {
    abort.abort();
    batch.drop();
    leave = null;
  };
  setLive({ ...live(), flow_id: flowId, job_id: jobId, status: "running" });
  try {
    for await (const event of readEvents(await openEvents(jobId, abort.signal))) {
      if (event.event === "end") hasEnded = true;
      if (event.event === "error" && !isNodeError(event.data)) refusal = refusalOf(event.data);
      batch.add(event);
    }
  } catch (error) {
    if (abort.signal.aborted) return;
    refusal ??= lostRun(error);
  }
  if (abort.signal.aborted) return;
  batch.flush();
  leave = null;
  // Without an end the run was stopped, here or elsewhere, or the server went away.
  const status = refusal ? "failed" : hasEnded ? "finished" : "cancelled";
  setLive(settle(live(), status));
  if (!hasEnded) publish(flowId, [{ event: "end", data: {} }]);
  if (refusal) throw refusal;
}

async function openEvents(jobId: string, signal?: AbortSignal): Promise<ReadableStream<Uint8Array>> {
  return read<ReadableStream<Uint8Array>>(
    client.GET("/api/v1/build/{job_id}/events", {
      params: { path: { job_id: jobId }, query: { event_delivery: "streaming" } },
      parseAs: "stream",
      signal,
    }) as never,
  );
}

function refusalOf({
  error,
  statusCode,
}: Extract<RunEvent, { event: "error" }>["data"] & { error: unknown; statusCode?: number }) {
  return new ApiError(statusCode ?? 500, { what: String(error) });
}

function lostRun(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  return new ApiError(0, {
    what: "The connection to the run was lost.",
    why: "Runnel's server stopped answering in the middle of it.",
    action: "Run again; restart the app if it persists.",
  });
}
