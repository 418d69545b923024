import { useCallback } from "react";
import type { FlowEdge, FlowNode } from "@/api/flow_data";
import { useAddable } from "@/canvas/saved_components";
import { useView, type WireStart } from "@/canvas/view";
import { type CatalogueEntry, entryKey } from "@/catalogue/catalogue";
import type { Fit } from "@/catalogue/search";
import { useDocument } from "@/document/document";
import { addNode, nodeById } from "@/document/edits";
import { type Face, faceOf, freeSpot, NODE_WIDTH } from "@/document/face";
import { connect, isNote, outputNamed } from "@/document/graph";
import { sourceName, targetName } from "@/document/handles";
import { type InputPlace, withPlace } from "@/document/new_variable";

/** Type of drag data that carries the key of a catalogue entry from the palette. */
export const DRAGGED_TYPE = "application/x-runnel-component";

/** Room for a wire to turn between two nodes. */
const GAP = 72;

type Point = { x: number; y: number };

const NO_EXTRAS = { wired: new Set<string>(), hasError: false, hasPreview: false, hasNote: false, hasOffer: false };

function rects() {
  return useDocument
    .getState()
    .nodes.filter((node) => !isNote(node))
    .map((node) => {
      const { width, height } = faceOf(node, NO_EXTRAS);
      return { ...node.position, width, height };
    });
}

/** The face that a component will have once it is added, with the wire that fits it. */
export function faceOfEntry({ component }: CatalogueEntry, fit: Fit | null): Face {
  const node = fit?.kind === "field" ? withPlace(component, fit) : component;
  const draft = { id: "draft", position: { x: 0, y: 0 }, data: { id: "draft", node } } as FlowNode;
  return faceOf(draft, NO_EXTRAS);
}

/** Where a new node should stand: at `at`, else beside the wire's start or the selection, else mid view; never on another. */
export function landing(entry: CatalogueEntry, at: Point | null, from: WireStart | null, fit: Fit | null): Point {
  const face = faceOfEntry(entry, fit);
  const size = { width: face.width, height: face.height };
  if (at) return freeSpot(at, size, rects());
  const { selectedNodes } = useDocument.getState();
  const beside = nodeById(from?.nodeId ?? [...selectedNodes][0] ?? "");
  if (!beside) {
    const camera = useView.getState().camera;
    const middle = camera?.toFlow(camera.pointer()) ?? { x: 0, y: 0 };
    return freeSpot({ x: middle.x - NODE_WIDTH / 2, y: middle.y - size.height / 2 }, size, rects());
  }
  const besideFace = faceOf(beside, NO_EXTRAS);
  const isBefore = from?.kind === "field";
  const x = isBefore ? beside.position.x - GAP - size.width : beside.position.x + besideFace.width + GAP;
  // The two handles stand at one height where possible.
  const startY =
    from?.kind === "output" ? besideFace.outputs.find(({ output }) => output.name === from.name)?.handleY : undefined;
  const endY = fit?.kind === "field" ? face.rows.find(({ key }) => key === fit.key)?.handleY : undefined;
  const y = startY !== undefined && endY ? beside.position.y + startY - endY : beside.position.y;
  return freeSpot({ x, y: Math.min(y, beside.position.y + 40) }, size, rects());
}

const recent: string[] = [];

/** Type keys added lately, latest first. */
export function recentTypes(): readonly string[] {
  return recent;
}

/** Adds a component, with the wire that waits for it if `fit` says where it ends. */
export function addComponent(entry: CatalogueEntry, at: Point | null, from: WireStart | null, fit: Fit | null): string {
  recent.unshift(entry.type);
  recent.splice(6);
  const position = landing(entry, at, from, fit);
  const component = fit?.kind === "field" ? withPlace(entry.component, fit) : entry.component;
  const id = addNode(entry.type, component, position, (node, { nodes, edges }) =>
    wiresFor(node, nodes, edges, from, fit),
  );
  requestAnimationFrame(() => useView.getState().camera?.reveal(id));
  return id;
}

function wiresFor(
  node: FlowNode,
  nodes: readonly FlowNode[],
  edges: readonly FlowEdge[],
  from: WireStart | null,
  fit: Fit | null,
): readonly FlowEdge[] {
  const other = nodes.find((candidate) => candidate.id === from?.nodeId);
  if (!from || !fit || !other) return edges;
  if (from.kind === "output" && fit.kind === "field") {
    const output = outputNamed(other, from.name);
    return output ? connect(edges, other, output, node, fit.key) : edges;
  }
  if (from.kind === "field" && fit.kind === "output") {
    const output = outputNamed(node, fit.output.name);
    return output ? connect(edges, node, output, other, from.name) : edges;
  }
  return edges;
}

/** Puts a component into a wire: the wire now goes through it. */
export function insertIntoWire(
  entry: CatalogueEntry,
  at: Point,
  edge: FlowEdge,
  into: InputPlace,
  outName: string,
): string {
  recent.unshift(entry.type);
  recent.splice(6);
  return addNode(entry.type, withPlace(entry.component, into), at, (node, { nodes, edges }) => {
    const source = nodes.find((candidate) => candidate.id === edge.source);
    const target = nodes.find((candidate) => candidate.id === edge.target);
    const first = source && outputNamed(source, sourceName(edge));
    const second = outputNamed(node, outName);
    if (!source || !target || !first || !second) return edges;
    const without = edges.filter((other) => other.id !== edge.id);
    return connect(connect(without, source, first, node, into.key), node, second, target, targetName(edge));
  });
}

/** Adding by the key of an entry, for drops from the palette. */
export function useAddByKey(): (key: string, at: Point | null) => void {
  const addable = useAddable(useView((view) => view.isCatalogueOpen));
  return useCallback(
    (key, at) => {
      const entry = addable.find((each) => entryKey(each) === key);
      if (entry) addComponent(entry, at, null, null);
    },
    [addable],
  );
}
