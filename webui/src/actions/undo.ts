import type { Action } from "@/actions/action";
import * as log from "@/document/document";

/** Takes back the last act. */
export const undo: Action = {
  name: "undo",
  label: "Undo",
  group: "Edit",
  shortcuts: ["Ctrl Z"],
  isEnabled: () => log.useDocument.getState().past.length > 0,
  perform: log.undo,
};

/** Does again what was taken back. */
export const redo: Action = {
  name: "redo",
  label: "Redo",
  group: "Edit",
  shortcuts: ["Ctrl Shift Z", "Ctrl Y"],
  isEnabled: () => log.useDocument.getState().future.length > 0,
  perform: log.redo,
};
