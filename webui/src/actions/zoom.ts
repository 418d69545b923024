import type { Action } from "@/actions/action";
import { useView } from "@/canvas/view";
import { useDocument } from "@/document/document";

const camera = () => useView.getState().camera;

/** Nearer. */
export const zoomIn: Action = {
  name: "zoom_in",
  label: "Zoom in",
  group: "View",
  shortcuts: ["+", "="],
  perform: () => camera()?.zoomBy(1.25),
};

/** Farther. */
export const zoomOut: Action = {
  name: "zoom_out",
  label: "Zoom out",
  group: "View",
  shortcuts: ["-"],
  perform: () => camera()?.zoomBy(0.8),
};

/** True size. */
export const zoomFull: Action = {
  name: "zoom_full",
  label: "Zoom to 100 %",
  group: "View",
  shortcuts: ["0"],
  perform: () => camera()?.zoomTo(1),
};

/** The whole flow between the panels. */
export const fitFlow: Action = {
  name: "fit_flow",
  label: "Fit flow in view",
  group: "View",
  shortcuts: ["1"],
  perform: () => camera()?.fit(),
};

/** The selection between the panels. */
export const fitSelection: Action = {
  name: "fit_selection",
  label: "Fit selection in view",
  group: "View",
  shortcuts: ["2"],
  isEnabled: () => useDocument.getState().selectedNodes.size > 0,
  perform: () => camera()?.fit([...useDocument.getState().selectedNodes]),
};
