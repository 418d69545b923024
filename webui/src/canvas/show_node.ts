import { useView } from "@/canvas/view";
import { goToNode, select } from "@/document/document";

/** Selects a node and moves the view to it, into the group that holds it if need be; nothing when the flow has no such node. */
export function showNode(id: string): void {
  if (!goToNode(id)) return;
  select([id]);
  // A group just opened is drawn first.
  requestAnimationFrame(() => useView.getState().camera?.reveal(id));
}
