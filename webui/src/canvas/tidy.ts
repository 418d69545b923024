import type { FlowEdge, FlowNode } from "@/api/flow_data";
import { faceOf } from "@/canvas/face";
import { isNote } from "@/canvas/graph";
import { targetName } from "@/canvas/handles";

type Point = { x: number; y: number };

const COLUMN_GAP = 88;
const ROW_GAP = 32;

/**
 * Places for nodes in columns: each stands right of all that feed it, and near the height of its neighbours. The upper
 * left corner of the whole stays where it was. Wires back (loops) are passed over; notes stay.
 */
export function tidyPlaces(nodes: readonly FlowNode[], edges: readonly FlowEdge[]): Map<string, Point> {
  const placed = nodes.filter((node) => !isNote(node));
  if (placed.length === 0) return new Map();
  const ids = new Set(placed.map(({ id }) => id));
  const wires = edges.filter((edge) => ids.has(edge.source) && ids.has(edge.target));
  const column = columnsOf(placed, wires);
  const rows = orderColumns(placed, wires, column);
  const size = new Map(placed.map((node) => [node.id, sizeOf(node, edges)]));

  const left = Math.min(...placed.map(({ position }) => position.x));
  const top = Math.min(...placed.map(({ position }) => position.y));
  const tallest = Math.max(...rows.map((ids) => heightOf(ids, size)));
  const places = new Map<string, Point>();
  let x = left;
  for (const ids of rows) {
    let y = top + (tallest - heightOf(ids, size)) / 2;
    for (const id of ids) {
      places.set(id, { x: Math.round(x), y: Math.round(y) });
      y += (size.get(id)?.height ?? 0) + ROW_GAP;
    }
    x += Math.max(0, ...ids.map((id) => size.get(id)?.width ?? 0)) + COLUMN_GAP;
  }
  return places;
}

function sizeOf(node: FlowNode, edges: readonly FlowEdge[]): { width: number; height: number } {
  const wired = new Set(edges.filter((edge) => edge.target === node.id).map(targetName));
  return faceOf(node, { wired, hasError: false, hasPreview: true, hasNote: false, hasOffer: false });
}

function heightOf(ids: readonly string[], size: ReadonlyMap<string, { height: number }>): number {
  return ids.reduce((sum, id) => sum + (size.get(id)?.height ?? 0) + ROW_GAP, -ROW_GAP);
}

/** The column of each node: one more than the last of those that feed it. */
function columnsOf(nodes: readonly FlowNode[], wires: readonly FlowEdge[]): Map<string, number> {
  const sources = new Map<string, string[]>();
  const targets = new Map<string, string[]>();
  for (const { source, target } of wires) {
    sources.set(target, [...(sources.get(target) ?? []), source]);
    targets.set(source, [...(targets.get(source) ?? []), target]);
  }
  const column = new Map<string, number>();
  const open = new Set<string>();
  const visit = (id: string): number => {
    const known = column.get(id);
    if (known !== undefined) return known;
    if (open.has(id)) return -1;
    open.add(id);
    const at = 1 + Math.max(-1, ...(sources.get(id) ?? []).map(visit));
    open.delete(id);
    column.set(id, at);
    return at;
  };
  for (const { id } of nodes) visit(id);
  // What feeds only late columns stands just before them.
  for (const { id } of nodes.toSorted((a, b) => (column.get(b.id) ?? 0) - (column.get(a.id) ?? 0))) {
    const next = (targets.get(id) ?? [])
      .map((target) => column.get(target) ?? 0)
      .filter((at) => at > (column.get(id) ?? 0));
    if (next.length && !(sources.get(id) ?? []).length) column.set(id, Math.min(...next) - 1);
  }
  return column;
}

/** Node ids per column, ordered so that wires cross little: by the mean place of their neighbours, some sweeps. */
function orderColumns(
  nodes: readonly FlowNode[],
  wires: readonly FlowEdge[],
  column: ReadonlyMap<string, number>,
): string[][] {
  const rows: string[][] = [];
  for (const node of nodes.toSorted((a, b) => a.position.y - b.position.y)) {
    const at = column.get(node.id) ?? 0;
    rows[at] ??= [];
    rows[at].push(node.id);
  }
  const filled = rows.filter((ids) => ids?.length);
  const neighbours = new Map<string, string[]>();
  for (const { source, target } of wires) {
    neighbours.set(source, [...(neighbours.get(source) ?? []), target]);
    neighbours.set(target, [...(neighbours.get(target) ?? []), source]);
  }
  for (let sweep = 0; sweep < 6; sweep++) {
    const place = new Map(
      filled.flatMap((ids) => ids.map((id, index): [string, number] => [id, index / Math.max(1, ids.length)])),
    );
    const mean = (id: string) => {
      const near = (neighbours.get(id) ?? []).map((other) => place.get(other) ?? 0);
      return near.length ? near.reduce((a, b) => a + b, 0) / near.length : (place.get(id) ?? 0);
    };
    for (const ids of filled) ids.sort((a, b) => mean(a) - mean(b));
  }
  return filled;
}
