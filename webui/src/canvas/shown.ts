import { Position } from "@xyflow/react";
import { useMemo, useRef } from "react";
import type { FlowEdge, FlowNode } from "@/api/flow_data";
import { useDragging } from "@/canvas/dragging";
import type { CanvasEdge } from "@/canvas/edge";
import { useStaleNodes } from "@/canvas/freshness";
import { useLocalModel, useVariableNames } from "@/canvas/local_model_offer";
import type { CanvasNode, NodeData } from "@/canvas/node";
import { isNodeOutdated, useForms } from "@/canvas/outdated";
import { useProblems } from "@/canvas/problems";
import { useCatalogue } from "@/catalogue/catalogue";
import { useDocument } from "@/document/document";
import { type Face, faceOf } from "@/document/face";
import { isGroup, isNote, nodeName, outputNamed, pinnedOutputs } from "@/document/graph";
import { type Level, outputsUsedOutside, wiresFromOutside } from "@/document/groups";
import { outputTypes, sourceName, targetName, typeKey } from "@/document/handles";
import { useSettledFlow } from "@/document/settled";
import { familyOf } from "@/document/value_types";
import { lacksKey } from "@/models/local_model";
import { useRunStore, type VertexState } from "@/runs/run";
import { vertexOf } from "@/runs/vertex";
import { useCodeStandings } from "@/trust/trust";

type Point = { x: number; y: number };

const NO_WIRES: NodeData["incoming"] = new Map();
const NO_OUTPUTS: ReadonlySet<string> = new Set();

interface Wiring {
  incoming: Map<string, Map<string, { edge: FlowEdge; source: FlowNode | undefined }[]>>;
  outgoing: Map<string, Set<string>>;
  /** Per node, a text that changes when its wires do. */
  marks: Map<string, string>;
}

function wiringOf(nodes: readonly FlowNode[], edges: readonly FlowEdge[], outer: readonly Level[]): Wiring {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const wiring: Wiring = { incoming: new Map(), outgoing: new Map(), marks: new Map() };
  const mark = (id: string, text: string) => wiring.marks.set(id, `${wiring.marks.get(id) ?? ""}${text};`);
  for (const edge of edges) {
    const field = targetName(edge);
    const output = sourceName(edge);
    const source = byId.get(edge.source);
    const fields = getOrMake(wiring.incoming, edge.target, () => new Map());
    getOrMake(fields, field, () => [] as { edge: FlowEdge; source: FlowNode | undefined }[]).push({ edge, source });
    getOrMake(wiring.outgoing, edge.source, () => new Set()).add(output);
    mark(edge.target, `${numberOf(edge)}<${source?.data.node?.display_name ?? ""}`);
    mark(edge.source, `>${output}`);
  }
  // Inside a group: what comes from and goes to the flow around it.
  for (const [end, wires] of wiresFromOutside(outer)) {
    const [id, field] = splitEnd(end);
    const fields = getOrMake(wiring.incoming, id, () => new Map());
    getOrMake(fields, field, () => [] as { edge: FlowEdge; source: FlowNode | undefined }[]).push(...wires);
    mark(id, `<<${field}`);
  }
  for (const end of outputsUsedOutside(outer)) {
    const [id, output] = splitEnd(end);
    getOrMake(wiring.outgoing, id, () => new Set()).add(output);
    mark(id, `>>${output}`);
  }
  return wiring;
}

/** "node id, space, name" in two; ids hold no space. */
function splitEnd(end: string): [string, string] {
  const at = end.indexOf(" ");
  return [end.slice(0, at), end.slice(at + 1)];
}

/** Wires are never changed in place: a short number stands for each in the marks. */
const numbers = new WeakMap<FlowEdge, number>();
let lastNumber = 0;

function numberOf(edge: FlowEdge): number {
  const known = numbers.get(edge);
  if (known !== undefined) return known;
  lastNumber++;
  numbers.set(edge, lastNumber);
  return lastNumber;
}

function getOrMake<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

/** "id:pe" for each node that shows a preview, an error or a note of a run: changes only when a face must. */
function useExtrasMarks(nodes: readonly FlowNode[]): string {
  const groups = useMemo(() => nodes.filter(isGroup), [nodes]);
  return useRunStore((run) => {
    let marks = "";
    const mark = (id: string, vertex: VertexState | undefined) => {
      if (!vertex?.preview && !vertex?.error && !vertex?.note) return;
      marks += `${id}:${vertex.preview ? "p" : ""}${vertex.error ? "e" : ""}${vertex.note ? "n" : ""}|`;
    };
    for (const id in run.vertices) mark(id, run.vertices[id]);
    for (const group of groups) mark(group.id, vertexOf(group, run.vertices));
    return marks;
  });
}

interface Cached {
  node: FlowNode;
  position: Point;
  isSelected: boolean;
  marks: string;
  shown: CanvasNode;
}

/**
 * The document's nodes as the canvas library takes them, with size and handles known beforehand so that nothing is
 * mounted to be measured. A node's object stays the same until something of it changes. Dragged nodes are where the
 * pointer has them.
 */
export function useShownNodes(): CanvasNode[] {
  const places = useDragging((drag) => drag.places);
  const isCopy = useDragging((drag) => drag.isCopy);
  const dragged = isCopy ? null : places;
  const nodes = useSettledFlow((settled) => settled.nodes);
  const edges = useSettledFlow((settled) => settled.edges);
  const outer = useSettledFlow((settled) => settled.outer);
  const selected = useDocument((document) => document.selectedNodes);
  const { byType, isLoaded } = useCatalogue();
  const extras = useExtrasMarks(nodes);
  const forms = useForms();
  const stale = useStaleNodes();
  const problems = useProblemTexts();
  const standings = useCodeStandings();
  const variables = useVariableNames();
  const isLacking = useMemo(() => nodes.some((node) => variables && lacksKey(node, variables)), [nodes, variables]);
  const offer = useLocalModel(isLacking);
  const cache = useRef(new Map<string, Cached>());
  // Wiring depends on wires and on how nodes and their outputs are called, not on what is typed into them.
  const names = nodes.map((node) => node.data.node?.display_name ?? node.id).join("\n");
  const wired = useRef(nodes);
  wired.current = nodes;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `names` stands for what is used of the nodes.
  const wiring = useMemo(() => wiringOf(wired.current, edges, outer), [names, edges, outer]);

  const still = useMemo(() => {
    const flags = new Map(extras.split("|").map((part) => part.split(":") as [string, string]));
    const next = new Map<string, Cached>();
    const shown = nodes.map((node) => {
      const position = dragged?.get(node.id) ?? node.position;
      const isSelected = selected.has(node.id);
      const flag = flags.get(node.id) ?? "";
      const code = standings.get(node.id) ?? null;
      const isUnknown = isLoaded && !code && !isNote(node) && !isGroup(node) && !byType.has(typeKey(node));
      const isStale = stale.has(node.id);
      const problem = problems.get(node.id) ?? "";
      const hasOffer = offer !== null && variables !== null && lacksKey(node, variables);
      const runsOwnCode = code === "trusted" || code === "not_trusted";
      const isOutdated = !runsOwnCode && isNodeOutdated(node, forms);
      const marks = `${wiring.marks.get(node.id) ?? ""}#${flag}#${isUnknown}#${code}#${isOutdated}#${isStale}#${problem}#${hasOffer ? offer.model : ""}`;
      const old = cache.current.get(node.id);
      if (old && old.node === node && old.marks === marks && old.isSelected === isSelected) {
        if (old.position.x === position.x && old.position.y === position.y) {
          next.set(node.id, old);
          return old.shown;
        }
      }
      const made =
        old && old.node === node && old.marks === marks
          ? { ...old.shown, position, selected: isSelected }
          : shownNode(
              node,
              position,
              isSelected,
              dataOf(node, wiring, flag, {
                isUnknown,
                code,
                isOutdated,
                isStale,
                problem,
                offer: hasOffer ? offer : null,
              }),
            );
      next.set(node.id, { node, position, isSelected, marks, shown: made });
      return made;
    });
    cache.current = next;
    return shown;
  }, [nodes, selected, dragged, wiring, extras, stale, problems, standings, offer, variables, byType, isLoaded, forms]);
  shownNow = still;
  return useMemo(() => (isCopy && places ? [...still, ...ghostsOf(still, places)] : still), [still, isCopy, places]);
}

let shownNow: readonly CanvasNode[] = [];

/** All nodes as the canvas shows them now, those too that are only painted. */
export function shownNodes(): readonly CanvasNode[] {
  return shownNow;
}

/** Copies of nodes under way. */
function ghostsOf(shown: readonly CanvasNode[], places: ReadonlyMap<string, Point>): CanvasNode[] {
  return shown.flatMap((node) => {
    const position = places.get(node.id);
    if (!position) return [];
    const { width, height, measured, data } = node;
    const name = isNote(data.node) ? "" : nodeName(data.node);
    const ghost = { id: `ghost ${node.id}`, type: "ghost", position, width, height, measured, data: { ...data, name } };
    return [{ ...ghost, draggable: false, selectable: false, zIndex: 2000 }];
  });
}

/** What is wrong with each node, as one text. */
function useProblemTexts(): ReadonlyMap<string, string> {
  const problems = useProblems();
  return useMemo(() => {
    const texts = new Map<string, string>();
    for (const { nodeId, text } of problems)
      texts.set(nodeId, texts.has(nodeId) ? `${texts.get(nodeId)} ${text}` : text);
    return texts;
  }, [problems]);
}

function dataOf(
  node: FlowNode,
  wiring: Wiring,
  flag: string,
  marks: Pick<NodeData, "isUnknown" | "code" | "isOutdated" | "isStale" | "problem" | "offer">,
): NodeData {
  const incoming = wiring.incoming.get(node.id) ?? NO_WIRES;
  const face = faceOf(node, {
    wired: new Set(incoming.keys()),
    hasPreview: flag.includes("p") || pinnedOutputs(node) !== null,
    hasError: flag.includes("e"),
    hasNote: flag.includes("n"),
    hasOffer: marks.offer !== null,
  });
  return { node, face, incoming, outgoing: wiring.outgoing.get(node.id) ?? NO_OUTPUTS, ...marks };
}

function shownNode(node: FlowNode, position: Point, isSelected: boolean, data: NodeData): CanvasNode {
  const { width, height } = data.face;
  return {
    id: node.id,
    type: isNote(node) ? "note" : "component",
    position,
    data,
    width,
    height,
    measured: { width, height },
    handles: handlesOf(data.face),
    selected: isSelected,
    zIndex: isNote(node) ? -1 : 0,
    ariaLabel: "",
  };
}

const DOT = 12;

function handlesOf(face: Face): CanvasNode["handles"] {
  const size = { width: DOT, height: DOT };
  const inputs = face.rows.flatMap(({ key, handleY }) =>
    handleY === null
      ? []
      : [{ id: key, type: "target" as const, position: Position.Left, x: -DOT / 2, y: handleY - DOT / 2, ...size }],
  );
  const outputs = face.outputs.map(({ output, handleY }) => ({
    id: output.name,
    type: "source" as const,
    position: Position.Right,
    x: face.width - DOT / 2,
    y: handleY - DOT / 2,
    ...size,
  }));
  return [...inputs, ...outputs];
}

/** The document's wires as the canvas library takes them. Wires without both ends are left out (and kept in the file). */
export function useShownEdges(hovered: string | null): CanvasEdge[] {
  const nodes = useSettledFlow((settled) => settled.nodes);
  const edges = useSettledFlow((settled) => settled.edges);
  const selectedEdges = useDocument((document) => document.selectedEdges);
  const selectedNodes = useDocument((document) => document.selectedNodes);
  const cache = useRef(new Map<string, CanvasEdge>());
  const last = useRef<CanvasEdge[]>([]);

  return useMemo(() => {
    const byId = new Map(nodes.map((node) => [node.id, node]));
    const next = new Map<string, CanvasEdge>();
    const familyFrom = (source: FlowNode, edge: FlowEdge) => {
      const output = outputNamed(source, sourceName(edge));
      return output ? familyOf(outputTypes(output)) : "other";
    };
    const shown = edges.flatMap((edge): CanvasEdge[] => {
      const source = byId.get(edge.source);
      if (!source || !byId.has(edge.target)) return [];
      const isSelected = selectedEdges.has(edge.id);
      const isAlone = isSelected && selectedEdges.size === 1 && selectedNodes.size === 0;
      const isActive = hovered === edge.id || isAlone;
      const isRelated = selectedNodes.has(edge.source) || selectedNodes.has(edge.target);
      const isDim = selectedNodes.size > 0 && !isRelated && !isSelected && !isActive;
      const old = cache.current.get(edge.id);
      const outputs = source.data.node?.outputs;
      const family = old?.data && old.data.outputs === outputs ? old.data.family : familyFrom(source, edge);
      const isSame =
        old?.data?.edge === edge &&
        old.selected === isSelected &&
        old.data.isActive === isActive &&
        old.data.isDim === isDim &&
        old.data.outputs === outputs;
      const made: CanvasEdge = isSame
        ? old
        : {
            id: edge.id,
            type: "wire",
            source: edge.source,
            target: edge.target,
            sourceHandle: sourceName(edge),
            targetHandle: targetName(edge),
            selected: isSelected,
            reconnectable: isSelected || isActive,
            zIndex: isSelected || isActive ? 1 : 0,
            data: { edge, family, outputs, isActive, isDim },
          };
      next.set(edge.id, made);
      return [made];
    });
    cache.current = next;
    // The same list while no wire changed: what is typed into nodes does not concern them.
    const isSame = shown.length === last.current.length && shown.every((edge, index) => edge === last.current[index]);
    if (!isSame) last.current = shown;
    return last.current;
  }, [nodes, edges, selectedEdges, selectedNodes, hovered]);
}
