import type { Action } from "@/actions/action";
import { runOpenFlow } from "@/actions/run_flow";
import { useDocument } from "@/document/document";
import { nodeById } from "@/document/edits";
import { isGroup, isNote } from "@/document/graph";
import { lastInside } from "@/document/groups";

/** Runs a node and what it needs. Of a group, which is no vertex itself, the node that gives its first output. */
export function runUpTo(nodeId: string): Promise<void> {
  const node = nodeById(nodeId);
  const last = node && isGroup(node) ? lastInside(node) : undefined;
  return runOpenFlow({ stop_component_id: last ?? nodeId });
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
