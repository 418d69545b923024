import type { Action } from "@/actions/action";
import { useDocument } from "@/document/document";
import { removeAndBridge, removeSelection } from "@/document/edits";

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

/** Deletes the selected nodes and joins their neighbours. */
export const removeBridging: Action = {
  name: "remove_bridging",
  label: "Delete and bridge the wires",
  group: "Edit",
  shortcuts: ["Ctrl Del", "Ctrl Backspace"],
  isEnabled: () => useDocument.getState().selectedNodes.size > 0,
  perform: removeAndBridge,
};
