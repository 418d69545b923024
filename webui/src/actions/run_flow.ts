import type { Action } from "@/actions/action";
import { explain } from "@/api/errors";
import { showHint, useView } from "@/canvas/view";
import { flushDocument, useDocument } from "@/document/document";
import { type RunOptions, startRun, useRunStore } from "@/runs/run";

/** Saves what is unsaved, then runs the open flow. Failures of single nodes show on the nodes; this says all others. */
export async function runOpenFlow(options: RunOptions = {}): Promise<void> {
  const { flow } = useDocument.getState();
  if (!flow) return;
  try {
    await flushDocument();
    await startRun(flow.id, options);
  } catch (error) {
    const { what, why, action } = explain(error);
    showHint([what, why, action].filter(Boolean).join(" "), useView.getState().camera?.pointer() ?? { x: 80, y: 80 });
  }
}

/** Runs the whole flow. */
export const runFlow: Action = {
  name: "run_flow",
  label: "Run flow",
  group: "Flow",
  shortcuts: ["Ctrl Enter"],
  keywords: "start play execute build",
  isEnabled: () => useDocument.getState().nodes.length > 0 && useRunStore.getState().status !== "running",
  perform: () => runOpenFlow(),
};
