import type { FlowData, FlowEdge } from "@/api/flow_data";
import { isGroup, isNote, openData } from "@/document/graph";
import { sourceName, targetName, typeKey } from "@/document/handles";

/** What an import found in a flow. */
export interface FlowFacts {
  nodes: number;
  wires: number;
  /** Wires whose ends were named in an old way and were found again. */
  repaired: number;
  /** Wires that lead to nothing. */
  broken: number;
  /** Types of nodes that cannot run here; each once. */
  unknownTypes: string[];
}

/** Looks a flow through. `knownTypes` are the component types that can run; undefined: not known yet. */
export function factsOf(data: FlowData | null, knownTypes: { has(type: string): boolean } | undefined): FlowFacts {
  const nodes = data?.nodes ?? [];
  const opened = openData(data);
  const before = new Map(data?.edges.map((edge) => [edge.id, edge]));
  const foreign = nodes.filter(
    (node) => knownTypes && !isNote(node) && !isGroup(node) && !knownTypes.has(typeKey(node)),
  );
  return {
    nodes: nodes.length,
    wires: data?.edges.length ?? 0,
    repaired: opened.edges.filter((edge) => isRenamed(before.get(edge.id), edge)).length,
    broken: opened.report.broken.length,
    unknownTypes: [...new Set(foreign.map(typeKey))],
  };
}

function isRenamed(before: FlowEdge | undefined, after: FlowEdge): boolean {
  return before !== undefined && (sourceName(before) !== sourceName(after) || targetName(before) !== targetName(after));
}
