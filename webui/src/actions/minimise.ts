import type { Action } from "@/actions/action";
import { selectedComponent } from "@/actions/run_node";
import { patchNode } from "@/canvas/edits";

/** Shows only the node's header, or everything again. */
export const minimise: Action = {
  name: "minimise",
  label: "Minimise or open node",
  group: "Node",
  shortcuts: ["M"],
  keywords: "collapse expand",
  isEnabled: () => selectedComponent() !== undefined,
  perform: () => {
    const node = selectedComponent();
    if (node)
      patchNode(node.id, node.data.showNode === false ? "Open node" : "Minimise node", {
        showNode: node.data.showNode === false,
      });
  },
};
