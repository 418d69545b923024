import { create } from "zustand";
import type { FlowEdge } from "@/api/flow_data";
import { boundsOf, type Guide, type Rect, snap } from "@/canvas/snap";

type Point = { x: number; y: number };

/** Nodes under way with the pointer. They change the document when they are let go. */
export interface DragState {
  /** Where each is now; null when nothing is dragged. */
  places: ReadonlyMap<string, Point> | null;
  /** The nodes stay, copies of them are dragged (Alt was held when the drag began). */
  isCopy: boolean;
  guides: readonly Guide[];
}

const STILL: DragState = { places: null, isCopy: false, guides: [] };

export const useDragging = create<DragState>(() => STILL);

/** A node as the canvas shows it, as far as dragging needs it. */
export interface DraggedNode {
  id: string;
  position: Point;
  width?: number;
  height?: number;
  handles?: readonly { id?: string | null; type: string; y: number; height?: number }[];
}

interface Begun {
  ids: ReadonlySet<string>;
  rects: ReadonlyMap<string, Rect>;
  others: readonly Rect[];
  /** For a single node: heights of its upper edge at which one of its wires runs level. */
  levels: readonly number[];
  isCopy: boolean;
}

let begun: Begun | null = null;
/** Alt was let go since the drag of copies began: pressed again it means a free place. */
let wasAltReleased = false;

/** A drag begins. `nodes` are all that is shown, `near` says which of them can be lined up with. */
export function beginDrag(
  ids: ReadonlySet<string>,
  nodes: readonly DraggedNode[],
  edges: readonly FlowEdge[],
  near: (rect: Rect) => boolean,
  isCopy: boolean,
): void {
  const rects = new Map(nodes.map((node) => [node.id, rectOf(node)]));
  const others = nodes.filter((node) => isCopy || !ids.has(node.id)).map(rectOf);
  wasAltReleased = false;
  begun = { ids, rects, others: others.filter(near), levels: isCopy ? [] : levelsOf(ids, nodes, edges), isCopy };
}

function rectOf({ position, width = 0, height = 0 }: DraggedNode): Rect {
  return { ...position, width, height };
}

function levelsOf(
  ids: ReadonlySet<string>,
  nodes: readonly DraggedNode[],
  edges: readonly FlowEdge[],
): readonly number[] {
  const [id] = ids;
  if (ids.size !== 1) return [];
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const handleY = (nodeId: string, name: unknown) => {
    const handle = byId.get(nodeId)?.handles?.find((each) => each.id === name);
    return handle ? handle.y + (handle.height ?? 0) / 2 : undefined;
  };
  return edges.flatMap(({ source, target, data }) => {
    if ((source !== id && target !== id) || source === target) return [];
    const from = handleY(source, data?.sourceHandle?.name);
    const to = handleY(target, data?.targetHandle?.fieldName);
    const other = byId.get(source === id ? target : source);
    if (from === undefined || to === undefined || !other) return [];
    return [source === id ? other.position.y + to - from : other.position.y + from - to];
  });
}

/** The pointer moved the dragged nodes to these places: shows them there, lined up unless `isAltDown`. */
export function dragTo(wanted: ReadonlyMap<string, Point>, zoom: number, isAltDown: boolean): void {
  if (!isAltDown) wasAltReleased = true;
  const isFree = isAltDown && (!begun?.isCopy || wasAltReleased);
  const rects = [...wanted].map(([id, place]) => ({ ...(begun?.rects.get(id) ?? NO_SIZE), ...place }));
  const { dx, dy, guides } = isFree || !begun ? NO_SNAP : snap(boundsOf(rects), begun.others, 6 / zoom, begun.levels);
  const places = new Map(
    [...wanted].map(([id, { x, y }]) => [id, { x: Math.round(x + dx), y: Math.round(y + dy) }] as const),
  );
  useDragging.setState({ places, guides, isCopy: begun?.isCopy ?? false });
}

const NO_SIZE: Rect = { x: 0, y: 0, width: 0, height: 0 };
const NO_SNAP = { dx: 0, dy: 0, guides: [] };

/** The nodes were let go: gives where, and whether they were copies. */
export function endDrag(): Pick<DragState, "places" | "isCopy"> {
  const { places, isCopy } = useDragging.getState();
  begun = null;
  useDragging.setState(STILL);
  return { places, isCopy };
}
