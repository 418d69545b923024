import type { FlowNode } from "@/api/flow_data";
import { change, type DocumentState, nodeAmong, useDocument } from "@/document/document";
import { nodeById } from "@/document/edits";
import { isNote, nodeName } from "@/document/graph";
import { type Exposable, exposablesOf, withExposed } from "@/document/groups";
import { targetName } from "@/document/handles";

/** Type of drag data that carries a field of a node in an open group: "node id, space, key". */
export const DRAGGED_FIELD = "application/x-runnel-field";

/** The group that is open on the canvas; undefined when the flow itself is. */
export function openGroupNode({ outer }: Pick<DocumentState, "outer">): FlowNode | undefined {
  const level = outer.at(-1);
  return level && nodeAmong(level.nodes, level.groupId);
}

/** The fields of inner nodes that the open group has, or could have, on its face; of one node, or of all. */
export function exposables(nodeId?: string): Exposable[] {
  const { nodes, edges } = useDocument.getState();
  const group = openGroupNode(useDocument.getState());
  if (!group) return [];
  const wired = new Set(edges.map((edge) => `${edge.target} ${targetName(edge)}`));
  return nodes
    .filter((node) => !isNote(node) && (nodeId === undefined || node.id === nodeId))
    .flatMap((node) => exposablesOf(group, node, wired));
}

/** Shows a field of an inner node on the face of the open group, or takes it off. */
export function setExposed(nodeId: string, key: string, isExposed: boolean): void {
  const { outer } = useDocument.getState();
  const node = nodeById(nodeId);
  const level = outer.at(-1);
  if (!node || !level) return;
  const label = node.data.node?.template[key]?.display_name ?? key;
  change(`${isExposed ? "Show" : "Hide"} ${label} of ${nodeName(node)} on the group`, () => ({
    outer: outer.with(-1, withExposed(level, node, key, isExposed)),
  }));
}

/** Is this place of the window where fields are let go to be shown on the group? */
export function isAtGroupEdge({ x, y }: { x: number; y: number }): boolean {
  return document.elementsFromPoint(x, y).some((element) => element.classList.contains("group-edge-drop"));
}
