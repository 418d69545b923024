import type { Action } from "@/actions/action";
import { runOpenFlow } from "@/actions/run_flow";
import { useDocument } from "@/canvas/document";
import { nodeById } from "@/canvas/edits";
import { isNote } from "@/canvas/graph";

/** Runs a node and what it needs. */
export function runUpTo(nodeId: string): Promise<void> {
  return runOpenFlow({ stop_component_id: nodeId });
}

/** The one selected component, or undefined. */
export function selectedComponent() {
  const { selectedNodes } = useDocument.getState();
  const [id] = selectedNodes.size === 1 ? selectedNodes : [];
  const node = id ? nodeById(id) : undefined;
  return node && !isNote(node) ? node : undefined;
}

/** Runs the selected node and what it needs. */
export const runNode: Action = {
  name: "run_node",
  label: "Run up to this node",
  group: "Flow",
  shortcuts: ["Shift Enter"],
  isEnabled: () => selectedComponent() !== undefined,
  perform: () => {
    const node = selectedComponent();
    return node ? runUpTo(node.id) : undefined;
  },
};
