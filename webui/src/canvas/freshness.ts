import { useEffect, useMemo } from "react";
import { create } from "zustand";
import type { FlowEdge, FlowNode, Template } from "@/api/flow_data";
import { useDocument } from "@/document/document";
import { useSettledFlow } from "@/document/settled";
import { useRunStore } from "@/runs/run";

/** What a node looked like when its last result came. */
interface Seen {
  template: Template | undefined;
  wires: string;
}

/** By node id; nodes without a result of this session are absent. */
const useSeen = create<Record<string, Seen>>(() => ({}));

const known = new WeakMap<readonly FlowEdge[], (id: string) => string>();

/** Per node, a text that changes when the wires into it do. Lists of wires are never changed in place. */
function wiresInto(edges: readonly FlowEdge[]): (id: string) => string {
  const before = known.get(edges);
  if (before) return before;
  const ids = new Map<string, string[]>();
  for (const { id, target } of edges) {
    const others = ids.get(target);
    if (others) others.push(id);
    else ids.set(target, [id]);
  }
  const texts = new Map([...ids].map(([id, wires]) => [id, wires.toSorted().join(" ")]));
  const textOf = (id: string) => texts.get(id) ?? "";
  known.set(edges, textOf);
  return textOf;
}

/** Notes, while mounted, how each node stands when its result comes. */
export function useNotingResults(flowId: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: another flow begins with nothing seen.
  useEffect(() => {
    useSeen.setState({}, true);
    return useRunStore.subscribe(({ vertices, past }, before) => {
      // An earlier run that is looked at, or left again, says nothing new about the nodes.
      if (past || before.past) return;
      const { nodes, edges } = useDocument.getState();
      const wiresOf = wiresInto(edges);
      const news: Record<string, Seen> = {};
      for (const node of nodes) {
        const vertex = vertices[node.id];
        const isNew = vertex !== before.vertices[node.id] || !(node.id in useSeen.getState());
        if (!vertex || !isNew || (vertex.status !== "ok" && vertex.status !== "reused")) continue;
        news[node.id] = { template: node.data.node?.template, wires: wiresOf(node.id) };
      }
      if (Object.keys(news).length) useSeen.setState(news);
    });
  }, [flowId]);
}

/** Ids of nodes whose shown result no longer follows from the flow: they, or something before them, were changed since. */
export function staleNodes(
  nodes: readonly FlowNode[],
  edges: readonly FlowEdge[],
  seen: Readonly<Record<string, Seen>>,
): Set<string> {
  const wiresOf = wiresInto(edges);
  const stale = new Set<string>();
  for (const node of nodes) {
    const then = seen[node.id];
    if (then && (then.template !== node.data.node?.template || then.wires !== wiresOf(node.id))) stale.add(node.id);
  }
  const open = [...stale];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const { source, target } of edges) {
      if (source !== id || stale.has(target) || !(target in seen)) continue;
      stale.add(target);
      open.push(target);
    }
  }
  return stale;
}

/** The stale nodes of the open flow. */
export function useStaleNodes(): ReadonlySet<string> {
  const nodes = useSettledFlow((settled) => settled.nodes);
  const edges = useSettledFlow((settled) => settled.edges);
  const seen = useSeen();
  const isPast = useRunStore((run) => run.past !== null);
  return useMemo(() => (isPast ? new Set() : staleNodes(nodes, edges, seen)), [nodes, edges, seen, isPast]);
}
