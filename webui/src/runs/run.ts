import { create } from "zustand";
import type { Explained } from "@/api/errors";

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
}

export interface RunState {
  /** The flow that the vertices belong to. */
  flow_id: string | null;
  job_id: string | null;
  status: "idle" | "running" | "finished" | "failed" | "cancelled";
  vertices: Record<string, VertexState>;
}

/** Status per vertex of the flow on screen, fed by build events only. */
export const useRunStore = create<RunState>(() => ({ flow_id: null, job_id: null, status: "idle", vertices: {} }));

export interface RunOptions {
  input_value?: string;
  session_id?: string;
  /** Run this node and what it needs. */
  stop_component_id?: string;
  start_component_id?: string;
}

/** Runs a saved flow (callers flush the open document first). Settles when the run has ended. */
export async function startRun(flowId: string, _options: RunOptions = {}): Promise<void> {
  throw new Error(`runs are not wired yet for ${flowId}`);
}

/** Stops the run under way, if any. */
export async function stopRun(): Promise<void> {
  throw new Error("runs are not wired yet");
}
