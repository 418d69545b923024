import { select } from "@/canvas/document";
import { showDock, useView } from "@/canvas/view";

/** Selects a node, opens it in the dock and moves the camera to it. */
export function showNode(nodeId: string): void {
  select([nodeId]);
  showDock("node");
  useView.getState().camera?.reveal(nodeId);
}
