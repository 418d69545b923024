import type { Action } from "@/actions/action";
import { useDocument } from "@/canvas/document";
import { moveNodes } from "@/canvas/edits";
import { tidyPlaces } from "@/canvas/tidy";

/** Lays out the selection, or the whole flow, in columns along the wires. */
export const tidy: Action = {
  name: "tidy",
  label: "Tidy up",
  group: "View",
  shortcuts: ["Shift T"],
  keywords: "layout arrange align",
  perform: () => {
    const { nodes, edges, selectedNodes } = useDocument.getState();
    const chosen = selectedNodes.size > 1 ? nodes.filter(({ id }) => selectedNodes.has(id)) : nodes;
    moveNodes(tidyPlaces(chosen, edges));
  },
};
