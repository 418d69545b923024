import type { Action } from "@/actions/action";
import { setLocked, useDocument } from "@/document/document";

/** Keeps the flow from being changed by accident, or opens it to changes again. */
export const lock: Action = {
  name: "lock",
  label: "Lock or unlock the flow",
  group: "Flow",
  shortcuts: [],
  keywords: "protect read only canvas",
  perform: () => setLocked(!useDocument.getState().flow?.locked),
};
