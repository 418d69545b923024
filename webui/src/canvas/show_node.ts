import { select } from "@/canvas/document";
import { nodeById } from "@/canvas/edits";
import { useView } from "@/canvas/view";

/** Selects a node and moves the view to it; nothing when the flow has no such node. */
export function showNode(id: string): void {
  if (!nodeById(id)) return;
  select([id]);
  useView.getState().camera?.reveal(id);
}
