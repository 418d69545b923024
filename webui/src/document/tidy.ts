import type { FlowEdge, FlowNode } from "@/api/flow_data";
import { type Box, columnPlaces, type Wire } from "@/document/columns";
import { faceOf } from "@/document/face";
import { isNote } from "@/document/graph";
import { targetName } from "@/document/handles";

type Point = { x: number; y: number };

/** What a layout needs of a flow: the boxes of its nodes, without notes, and the wires between those. */
export interface Outline {
  boxes: Box[];
  wires: Wire[];
}

/** The outline of some nodes; they are as large as they are with a result. */
export function outlineOf(nodes: readonly FlowNode[], edges: readonly FlowEdge[]): Outline {
  const placed = nodes.filter((node) => !isNote(node));
  const ids = new Set(placed.map(({ id }) => id));
  const wired = new Map<string, Set<string>>();
  for (const edge of edges) {
    const fields = wired.get(edge.target);
    if (fields) fields.add(targetName(edge));
    else wired.set(edge.target, new Set([targetName(edge)]));
  }
  const boxes = placed.map((node) => {
    const extras = { hasError: false, hasPreview: true, hasNote: false, hasOffer: false };
    const { width, height } = faceOf(node, { wired: wired.get(node.id) ?? new Set(), ...extras });
    return { id: node.id, ...node.position, width, height };
  });
  const wires = edges.filter(({ source, target }) => ids.has(source) && ids.has(target));
  return { boxes, wires: wires.map(({ source, target }) => ({ source, target })) };
}

/** Tidy places for nodes, at once. */
export function tidyPlaces(nodes: readonly FlowNode[], edges: readonly FlowEdge[]): Map<string, Point> {
  const { boxes, wires } = outlineOf(nodes, edges);
  return columnPlaces(boxes, wires);
}

/** Tidy places for nodes, worked out beside the page, which goes on meanwhile. */
export function tidyPlacesBeside(nodes: readonly FlowNode[], edges: readonly FlowEdge[]): Promise<Map<string, Point>> {
  const worker = new Worker(new URL("./tidy_worker.ts", import.meta.url), { type: "module" });
  const answer = new Promise<Map<string, Point>>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<Map<string, Point>>) => resolve(data);
    worker.onerror = (event) => reject(new Error(event.message || "The layout could not be worked out."));
  });
  worker.postMessage(outlineOf(nodes, edges));
  return answer.finally(() => worker.terminate());
}
