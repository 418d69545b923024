import type { Action } from "@/actions/action";
import { stopRun as stop, useRunStore } from "@/runs/run";

/** Stops the run under way. */
export const stopRun: Action = {
  name: "stop_run",
  label: "Stop run",
  group: "Flow",
  shortcuts: ["Ctrl ."],
  keywords: "cancel",
  isEnabled: () => useRunStore.getState().status === "running",
  perform: () => stop(),
};
