import type { Action } from "@/actions/action";
import { useDocument } from "@/canvas/document";
import { removeSelection } from "@/canvas/edits";

/** Deletes what is selected. */
export const remove: Action = {
  name: "remove",
  label: "Delete selection",
  group: "Edit",
  shortcuts: ["Del", "Backspace"],
  isEnabled: () => {
    const { selectedNodes, selectedEdges } = useDocument.getState();
    return selectedNodes.size + selectedEdges.size > 0;
  },
  perform: removeSelection,
};
