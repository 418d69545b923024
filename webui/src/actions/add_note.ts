import type { Action } from "@/actions/action";
import { useView } from "@/canvas/view";
import { addNote } from "@/document/edits";

/** Puts a sticky note at the pointer. */
export const addNoteHere: Action = {
  name: "add_note",
  label: "Add note",
  group: "Node",
  shortcuts: ["N"],
  keywords: "sticky comment",
  perform: () => {
    const camera = useView.getState().camera;
    if (camera) addNote(camera.toFlow(camera.pointer()));
  },
};
