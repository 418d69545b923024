import type { Action } from "@/actions/action";
import { useView } from "@/canvas/view";

/** Shows the flow as a list in place of the canvas. */
export const openOutline: Action = {
  name: "open_outline",
  label: "Outline",
  group: "View",
  shortcuts: [],
  keywords: "list text without canvas screen reader accessible nodes",
  isEnabled: () => !useView.getState().isOutlineOpen,
  perform: () => useView.setState({ isOutlineOpen: true, quickAdd: null, peeking: null, drawing: null }),
};

/** Shows the canvas again, which takes the focus. */
export function closeOutline(): void {
  useView.setState({ isOutlineOpen: false });
  // The canvas is drawn first.
  requestAnimationFrame(() => requestAnimationFrame(() => useView.getState().camera?.focus()));
}

/** Shows the canvas again. */
export const leaveOutline: Action = {
  name: "leave_outline",
  label: "Canvas",
  group: "View",
  shortcuts: [],
  keywords: "graph close outline",
  isEnabled: () => useView.getState().isOutlineOpen,
  perform: closeOutline,
};
