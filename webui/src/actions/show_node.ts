import { showNode as show } from "@/canvas/show_node";
import { showDock } from "@/canvas/view";

/** Selects a node, opens it in the dock and moves the camera to it. */
export function showNode(nodeId: string): void {
  show(nodeId);
  showDock("node");
}
