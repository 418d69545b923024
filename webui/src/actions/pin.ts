import type { Action } from "@/actions/action";
import { selectedComponent } from "@/actions/run_node";
import { pinNode, unpinNode } from "@/canvas/pins";
import { pinnedOutputs } from "@/document/graph";

/** Keeps the node's outputs as they are, open to be edited, or lets it run again. */
export const pin: Action = {
  name: "pin",
  label: "Pin or unpin output",
  group: "Node",
  shortcuts: ["P"],
  keywords: "keep edit mock test input",
  isEnabled: () => selectedComponent() !== undefined,
  perform: () => {
    const node = selectedComponent();
    if (!node) return;
    if (pinnedOutputs(node)) unpinNode(node);
    else pinNode(node);
  },
};
