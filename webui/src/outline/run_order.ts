import type { FlowEdge, FlowNode } from "@/api/flow_data";

/**
 * Nodes in the order in which a run comes to them: each after all that feed it, and side by side from left to right.
 * Nodes of a loop, which feed each other, stand where the leftmost of them would.
 */
export function runOrder(nodes: readonly FlowNode[], edges: readonly FlowEdge[]): FlowNode[] {
  const waits = new Map(nodes.map((node) => [node.id, new Set<string>()]));
  const feeds = new Map<string, string[]>();
  for (const { source, target } of edges) {
    if (source === target || !waits.has(source)) continue;
    waits.get(target)?.add(source);
    feeds.set(source, [...(feeds.get(source) ?? []), target]);
  }
  const left = nodes.toSorted((a, b) => a.position.x - b.position.x || a.position.y - b.position.y);
  const order: FlowNode[] = [];
  while (left.length) {
    const ready = left.findIndex(({ id }) => waits.get(id)?.size === 0);
    const [node] = left.splice(Math.max(0, ready), 1);
    if (!node) break;
    order.push(node);
    for (const target of feeds.get(node.id) ?? []) waits.get(target)?.delete(node.id);
  }
  return order;
}
