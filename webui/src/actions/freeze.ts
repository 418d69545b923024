import type { Action } from "@/actions/action";
import { selectedComponent } from "@/actions/run_node";
import { patchNode } from "@/canvas/edits";

/** Keeps the node's last result instead of running it, or runs it again. */
export const freeze: Action = {
  name: "freeze",
  label: "Freeze or thaw node",
  group: "Node",
  shortcuts: ["F"],
  keywords: "cache keep result",
  isEnabled: () => selectedComponent() !== undefined,
  perform: () => {
    const node = selectedComponent();
    const isFrozen = node?.data.node?.frozen === true;
    if (node) patchNode(node.id, isFrozen ? "Thaw node" : "Freeze node", {}, { frozen: !isFrozen });
  },
};
