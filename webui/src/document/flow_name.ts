import type { FlowEdge, FlowNode } from "@/api/flow_data";
import { isNote, nodeName } from "@/document/graph";
import { tidyPlaces } from "@/document/tidy";

const SHOWN = 4;

/** Is it the name that a new flow gets before anybody named it? */
export function isUnnamed(name: string): boolean {
  return /^Untitled flow( \(\d+\))?$/.test(name);
}

/** A name for a flow after its nodes, in the order of the wires: "Chat Input → Prompt → OpenAI". */
export function nameAfterNodes(nodes: readonly FlowNode[], edges: readonly FlowEdge[]): string {
  const places = tidyPlaces(nodes, edges);
  const names = nodes
    .filter((node) => !isNote(node))
    .toSorted((a, b) => (places.get(a.id)?.x ?? 0) - (places.get(b.id)?.x ?? 0))
    .map(nodeName);
  const distinct = [...new Set(names)];
  if (distinct.length <= SHOWN) return distinct.join(" → ");
  return [...distinct.slice(0, SHOWN - 2), "…", distinct.at(-1)].join(" → ");
}
