import type { FlowNode } from "@/api/flow_data";
import { useDocument } from "@/document/document";
import { isNote } from "@/document/graph";

/** The selected components, notes left out. */
export function chosenComponents(): FlowNode[] {
  const { nodes, selectedNodes } = useDocument.getState();
  return nodes.filter((node) => selectedNodes.has(node.id) && !isNote(node));
}

/** Is a component selected? */
export function hasComponent(): boolean {
  const { nodes, selectedNodes } = useDocument.getState();
  return selectedNodes.size > 0 && nodes.some((node) => selectedNodes.has(node.id) && !isNote(node));
}

/** "Freeze Prompt", "Freeze 3 nodes": an act on some nodes in words. */
export function actWords(verb: string, nodes: readonly FlowNode[], nameOf: (node: FlowNode) => string): string {
  const [only] = nodes;
  return only && nodes.length === 1 ? `${verb} ${nameOf(only)}` : `${verb} ${nodes.length} nodes`;
}
