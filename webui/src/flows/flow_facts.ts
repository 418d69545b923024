import type { FlowData } from "@/api/flow_data";
import { isGroup, isNote, openData } from "@/canvas/graph";
import { typeKey } from "@/canvas/handles";

/** What an import found in a flow. */
export interface FlowFacts {
  nodes: number;
  wires: number;
  /** Wires whose ends were written in another way and are understood. */
  repaired: number;
  /** Wires that lead to nothing. */
  broken: number;
  /** Types of nodes that cannot run here; each once. */
  unknownTypes: string[];
}

/** Looks a flow through. `knownTypes` are the component types that can run; undefined: not known yet. */
export function factsOf(data: FlowData | null, knownTypes: { has(type: string): boolean } | undefined): FlowFacts {
  const nodes = data?.nodes ?? [];
  const { report } = openData(data);
  const foreign = nodes.filter(
    (node) => knownTypes && !isNote(node) && !isGroup(node) && !knownTypes.has(typeKey(node)),
  );
  return {
    nodes: nodes.length,
    wires: data?.edges.length ?? 0,
    repaired: report.repaired,
    broken: report.broken.length,
    unknownTypes: [...new Set(foreign.map(typeKey))],
  };
}
