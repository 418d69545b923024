import {
  Background,
  BackgroundVariant,
  type Connection,
  type EdgeChange,
  type FinalConnectionState,
  type NodeChange,
  ReactFlow,
  ReactFlowProvider,
  SelectionMode,
  useReactFlow,
  useStoreApi,
} from "@xyflow/react";
import {
  type DragEvent,
  lazy,
  type MouseEvent as ReactMouseEvent,
  Suspense,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { useIsKeptKnown } from "@/api/kept";
import { DRAGGED_TYPE, useAddByKey } from "@/canvas/adding";
import { useCamera } from "@/canvas/camera";
import { useCanvasMenu } from "@/canvas/canvas_menu";
import { converterFor, insertConverter } from "@/canvas/converters";
import { useDiffPaint } from "@/canvas/diff_paint";
import { beginDrag, dragTo, endDrag } from "@/canvas/dragging";
import { type DropChoice, DropChooser } from "@/canvas/drop_chooser";
import { type CanvasEdge, Wire, WireBeingDrawn } from "@/canvas/edge";
import { EmptyGuide } from "@/canvas/empty_guide";
import { isPainted, useFarHover } from "@/canvas/far";
import { FarLayer } from "@/canvas/far_layer";
import { FarNode, farForm } from "@/canvas/far_node";
import { Ghost } from "@/canvas/ghost";
import { Guides } from "@/canvas/guides";
import { keepViewport, keptViewport } from "@/canvas/kept_viewport";
import { LandingGhost } from "@/canvas/landing_ghost";
import { Minimap } from "@/canvas/minimap";
import { type CanvasNode, ComponentNode } from "@/canvas/node";
import { NoteNode } from "@/canvas/note";
import { overlaps, rectOf } from "@/canvas/paint";
import { RemovedWires } from "@/canvas/removed_wires";
import { shownNodes as shownNow, useShownEdges, useShownNodes } from "@/canvas/shown";
import type { Rect } from "@/canvas/snap";
import { hoverWire, leaveWire, showHint, useView, type WireStart } from "@/canvas/view";
import { useWheelZoom } from "@/canvas/wheel";
import { dropChoices, linkBetween, linksWith, makeLink, refusalBetween, refusedEnds, through } from "@/canvas/wiring";
import { type CatalogueEntry, useCatalogue } from "@/catalogue/catalogue";
import { openGroupId, select, setViewport, useDocument } from "@/document/document";
import { addWire, dropIntoWire, moveNodes, nodeById, pasteText, removeEdges } from "@/document/edits";
import { DRAGGED_FIELD, isAtGroupEdge, setExposed } from "@/document/exposing";
import { copyText, isNote, outputNamed } from "@/document/graph";
import { typeKey } from "@/document/handles";
import { Late } from "@/ui/late";
import { ContextMenu } from "@/ui/menu";
import "@xyflow/react/dist/base.css";
import "./canvas.css";

const NODE_TYPES = { component: ComponentNode, far: FarNode, note: NoteNode, ghost: Ghost };
const EDGE_TYPES = { wire: Wire };
const Peek = lazy(() => import("@/canvas/peek"));

/** Types of drag data that can be let go over the canvas. */
const DROPPED = new Set([DRAGGED_TYPE, DRAGGED_FIELD, "Files"]);
const GroupEdge = lazy(() => import("@/canvas/group_edge"));
const MINIMAP_FROM = 15;
const NO_NODES: CanvasNode[] = [];
const NO_EDGES: CanvasEdge[] = [];

/** The drawing area: nodes, wires, and all that the pointer does with them. */
export function Canvas() {
  return (
    <ReactFlowProvider>
      <CanvasArea />
    </ReactFlowProvider>
  );
}

type Point = { x: number; y: number };

function CanvasArea() {
  const flowId = useDocument((document) => document.flow?.id);
  const counts = useDocument((document) => `${document.nodes.length} nodes, ${document.edges.length} wires`);
  const nodeCount = useDocument((document) => document.nodes.length);
  const isHand = useView((view) => view.tool === "hand");
  const onlySelected = useDocument((document) =>
    document.selectedNodes.size === 1 ? [...document.selectedNodes][0] : undefined,
  );
  const frame = useRef<HTMLDivElement>(null);
  const flow = useReactFlow<CanvasNode, CanvasEdge>();
  const groupId = useDocument(openGroupId);
  const isLocked = useDocument((document) => document.flow?.locked === true);
  const isAltDown = useRef(false);
  const hovered = useView((view) => view.hoveredWire);
  const [choice, setChoice] = useState<DropChoice | null>(null);
  const level = useView((view) => view.level);
  const isTidying = useView((view) => view.isTidying);
  const isPeeking = useView((view) => view.peeking !== null);
  const { nodes: shownNodes, edges: shownEdges, removedWires } = useDiffPaint(useShownNodes(), useShownEdges(hovered));
  const isFar = isPainted(level, nodeCount);
  const farHover = useFarHover(({ id }) => id);
  const [placed, setPlaced] = useState<string | undefined>();
  const [isReady, setReady] = useState(false);
  const isKeptKnown = useIsKeptKnown();
  const addByKey = useAddByKey();
  const { byType } = useCatalogue();
  const catalogue = useRef(byType);
  catalogue.current = byType;
  const menu = useCanvasMenu();
  useCamera(frame);
  useWheelZoom(frame);

  // A flow, or a group in it, opens where it was left, else fitted between the panels. Nothing is drawn before.
  const place = flowId && (groupId ? `${flowId}/${groupId}` : flowId);
  useLayoutEffect(() => {
    if (!place || !isReady || placed === place) return;
    const kept = keptViewport(place);
    if (!kept && !isKeptKnown) return;
    if (kept) void flow.setViewport(kept);
    else if (useDocument.getState().nodes.length) useView.getState().camera?.arrive();
    setPlaced(place);
  }, [place, placed, isReady, isKeptKnown, flow]);

  const mountedNodes = useMemo(() => {
    if (placed !== place) return NO_NODES;
    if (!isFar) return shownNodes;
    return shownNodes.filter(({ id, selected, type }) => selected || id === farHover || type === "ghost").map(farForm);
  }, [placed, place, isFar, shownNodes, farHover]);
  useFarSelection(isFar);

  const onNodesChange = useCallback(
    (changes: NodeChange<CanvasNode>[]) => {
      const { selectedNodes, selectedEdges } = useDocument.getState();
      let nextSelection: Set<string> | null = null;
      let moved: Map<string, Point> | null = null;
      let isDrag = false;
      for (const entry of changes) {
        if (entry.type === "select") {
          nextSelection ??= new Set(selectedNodes);
          if (entry.selected) nextSelection.add(entry.id);
          else nextSelection.delete(entry.id);
        } else if (entry.type === "position" && entry.position) {
          moved ??= new Map();
          moved.set(entry.id, { x: Math.round(entry.position.x), y: Math.round(entry.position.y) });
          isDrag ||= entry.dragging === true;
        }
      }
      if (nextSelection) select(nextSelection, selectedEdges);
      if (moved && isDrag) dragTo(moved, flow.getZoom(), isAltDown.current);
      else if (moved) {
        const { places, isCopy } = endDrag();
        drop(places ?? moved, isCopy);
      }
    },
    [flow],
  );

  const onEdgesChange = useCallback((changes: EdgeChange<CanvasEdge>[]) => {
    const next = new Set(useDocument.getState().selectedEdges);
    let isChanged = false;
    for (const entry of changes) {
      if (entry.type !== "select") continue;
      isChanged = true;
      if (entry.selected) next.add(entry.id);
      else next.delete(entry.id);
    }
    if (isChanged) select(useDocument.getState().selectedNodes, next);
  }, []);

  const isValidConnection = useCallback((connection: Connection | CanvasEdge) => linkOf(connection) !== null, []);

  const onConnect = useCallback((connection: Connection) => {
    const link = linkOf(connection);
    if (link) makeLink(link);
  }, []);

  const isTakenOff = useRef(false);
  const onConnectEnd = useCallback(
    (event: MouseEvent | TouchEvent, state: FinalConnectionState) => {
      const start = useView.getState().drawing;
      const at = pointOf(event);
      const isAtEdge = start?.kind === "field" && isAtGroupEdge(at);
      useView.setState({ drawing: null });
      if (!start || state.isValid) return;
      const ended = state.toHandle;
      if (ended?.id && state.toNode) {
        if (state.toNode.id === start.nodeId && ended.id === start.name) return;
        const end: WireStart = {
          nodeId: state.toNode.id,
          kind: ended.type === "source" ? "output" : "field",
          name: ended.id,
        };
        offerConverter(start, end, at, catalogue.current);
        return;
      }
      const dropped = nodeUnder(at);
      if (dropped && dropped !== start.nodeId) {
        dropOnBody(start, dropped, at, setChoice);
        return;
      }
      // A short tug is a click on the handle, which opens its own list.
      const from = state.from;
      if (from && state.pointer && Math.hypot(state.pointer.x - from.x, state.pointer.y - from.y) < 12) return;
      if (dropped === start.nodeId) return;
      if (isAtEdge) {
        setExposed(start.nodeId, start.name, true);
        return;
      }
      // A wire that is drawn off its end is to go, not to be led elsewhere.
      if (isTakenOff.current) return;
      const place = flow.screenToFlowPosition(at);
      const isOutput = start.kind === "output";
      useView.setState({
        quickAdd: {
          screen: at,
          at: isOutput ? { x: place.x + 20, y: place.y - 40 } : { x: place.x - 284, y: place.y - 40 },
          from: start,
          into: null,
          onlyFitting: true,
        },
      });
    },
    [flow],
  );

  const onReconnect = useCallback((old: CanvasEdge, connection: Connection) => {
    const link = linkOf(connection);
    if (
      !link ||
      (old.source === connection.source &&
        old.target === connection.target &&
        old.sourceHandle === connection.sourceHandle &&
        old.targetHandle === connection.targetHandle)
    )
      return;
    useDocument.setState({ selectedEdges: new Set() });
    const { source, output, target, key } = link;
    addWire(source, output, target, key, old.id);
  }, []);

  const openQuickAdd = (event: ReactMouseEvent) => {
    const screen = { x: event.clientX, y: event.clientY };
    useView.setState({
      quickAdd: { screen, at: flow.screenToFlowPosition(screen), from: null, into: null, onlyFitting: false },
    });
  };

  const onDrop = (event: DragEvent) => {
    const key = event.dataTransfer.getData(DRAGGED_TYPE);
    const files = [...event.dataTransfer.files];
    if (files.length) {
      event.preventDefault();
      void dropFiles(files, { x: event.clientX, y: event.clientY });
    }
    const field = event.dataTransfer.getData(DRAGGED_FIELD);
    const [nodeId, fieldKey] = field.split(" ");
    if (nodeId && fieldKey && isAtGroupEdge({ x: event.clientX, y: event.clientY })) {
      event.preventDefault();
      setExposed(nodeId, fieldKey, true);
    }
    if (!key) return;
    event.preventDefault();
    addByKey(key, flow.screenToFlowPosition({ x: event.clientX - 40, y: event.clientY - 18 }));
  };

  const label = useMemo(() => `Flow canvas, ${counts}`, [counts]);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a frame around the canvas, which has the role and the keys.
    <div
      ref={frame}
      className={`canvas level-${level} ${isHand ? "is-hand" : ""} ${isTidying ? "is-tidying" : ""}`}
      onDoubleClick={(event) => {
        if ((event.target as Element).classList.contains("react-flow__pane")) openQuickAdd(event);
      }}
      onDragOver={(event) => {
        if (event.dataTransfer.types.some((type) => DROPPED.has(type))) event.preventDefault();
      }}
      onDrop={onDrop}
      onPointerMove={(event) => {
        isAltDown.current = event.altKey;
        if (isFar && !event.buttons)
          hoverFar(shownNodes, flow.screenToFlowPosition({ x: event.clientX, y: event.clientY }));
      }}
      onPointerDown={(event) => {
        isAltDown.current = event.altKey;
        const target = event.target as Element;
        if (!target.closest("input, textarea, select, button, [contenteditable]"))
          frame.current?.focus({ preventScroll: true });
      }}
    >
      <ContextMenu entries={menu.entries}>
        <div className="canvas-surface" onContextMenuCapture={menu.onOpen}>
          <ReactFlow<CanvasNode, CanvasEdge>
            data-canvas
            // One tab stop for the whole canvas; the library gives it the role "application".
            tabIndex={0}
            aria-label={label}
            aria-activedescendant={onlySelected ? `node-${onlySelected}` : undefined}
            nodes={mountedNodes}
            edges={isFar ? NO_EDGES : shownEdges}
            nodeTypes={NODE_TYPES}
            edgeTypes={EDGE_TYPES}
            onInit={() => setReady(true)}
            onNodesChange={onNodesChange}
            onEdgesChange={onEdgesChange}
            onConnect={onConnect}
            onConnectStart={(_event, { nodeId, handleId, handleType }) => {
              if (!nodeId || !handleId) return;
              useView.setState({
                drawing: { nodeId, kind: handleType === "source" ? "output" : "field", name: handleId },
                quickAdd: null,
              });
            }}
            onConnectEnd={onConnectEnd}
            onReconnect={onReconnect}
            onReconnectStart={() => {
              isTakenOff.current = true;
            }}
            onReconnectEnd={(_event, edge, _handle, state) => {
              isTakenOff.current = false;
              if (!state.isValid && !state.toHandle && !state.toNode) removeEdges(new Set([edge.id]));
            }}
            onNodeDragStart={(event, _node, all) => {
              const isNear = nearView(flow.screenToFlowPosition);
              const ids = new Set(all.map(({ id }) => id));
              beginDrag(ids, shownNodes, useDocument.getState().edges, isNear, event.altKey);
            }}
            onNodeDragStop={(event, node, all) => {
              if (all.length === 1) dropOnWire(node, pointOf(event as unknown as MouseEvent));
            }}
            nodesDraggable={!isLocked}
            nodesConnectable={!isLocked}
            isValidConnection={isValidConnection}
            onEdgeMouseEnter={(_event, edge) => hoverWire(edge.id)}
            onEdgeMouseLeave={leaveWire}
            onPaneClick={() => useView.setState({ quickAdd: null, hoveredWire: null })}
            onMoveEnd={(_event, viewport) => {
              if (!groupId) setViewport(viewport);
              if (place) keepViewport(place, viewport);
            }}
            connectionRadius={24}
            connectionLineComponent={WireBeingDrawn}
            connectOnClick={false}
            nodeDragThreshold={3}
            minZoom={0.05}
            maxZoom={2.5}
            zoomOnDoubleClick={false}
            panOnScroll
            panOnDrag={isHand ? [0, 1] : [1]}
            panActivationKeyCode="Space"
            selectionOnDrag={!isHand}
            selectionMode={SelectionMode.Partial}
            selectionKeyCode="Shift"
            multiSelectionKeyCode={["Shift", "Meta", "Control"]}
            deleteKeyCode={null}
            disableKeyboardA11y
            nodesFocusable={false}
            edgesFocusable={false}
            elevateNodesOnSelect
            onlyRenderVisibleElements
            proOptions={{ hideAttribution: true }}
          >
            <Background variant={BackgroundVariant.Dots} gap={20} size={2} />
            {isFar && placed === place ? <FarLayer nodes={shownNodes} edges={shownEdges} /> : null}
            <Guides />
            {groupId && placed === place ? (
              <Suspense>
                <GroupEdge nodes={shownNodes} />
              </Suspense>
            ) : null}
            <LandingGhost />
            <RemovedWires wires={removedWires} />
          </ReactFlow>
        </div>
      </ContextMenu>
      {/* In here, so that what is dropped on it is dropped on the canvas. */}
      <EmptyGuide />
      {nodeCount >= MINIMAP_FROM ? <Minimap nodes={shownNodes} /> : null}
      <Late isWanted={isPeeking}>
        <Peek />
      </Late>
      {choice ? <DropChooser choice={choice} onDone={() => setChoice(null)} /> : null}
    </div>
  );
}

/** The painted node at a place becomes an element; the last one drawn is on top. */
function hoverFar(nodes: readonly CanvasNode[], at: Point): void {
  const under = nodes.findLast((node) => overlaps(rectOf(node), { ...at, width: 1, height: 1 }));
  const id = under?.id ?? null;
  if (useFarHover.getState().id !== id) useFarHover.setState({ id });
}

/** A box drawn over painted nodes selects them; the canvas library knows only those that are elements. */
function useFarSelection(isFar: boolean): void {
  const store = useStoreApi();
  useEffect(() => {
    if (!isFar) return;
    return store.subscribe(({ userSelectionRect: box, transform: [x, y, zoom] }, before) => {
      const last = before.userSelectionRect;
      if (box || !last) return;
      const drawn = {
        x: (last.x - x) / zoom,
        y: (last.y - y) / zoom,
        width: last.width / zoom,
        height: last.height / zoom,
      };
      const ids = shownNow()
        .filter((node) => overlaps(rectOf(node), drawn))
        .map(({ id }) => id);
      // After the library has told what it selected itself.
      setTimeout(() => {
        select(ids);
        store.setState({ nodesSelectionActive: ids.length > 0 });
      });
    });
  }, [isFar, store]);
}

/** Dragged nodes are let go: they move there, or copies of them come to stand there. */
function drop(places: ReadonlyMap<string, Point>, isCopy: boolean): void {
  if (!isCopy) {
    moveNodes(places);
    return;
  }
  const { nodes, edges } = useDocument.getState();
  const all = [...places.values()];
  const at = { x: Math.min(...all.map(({ x }) => x)), y: Math.min(...all.map(({ y }) => y)) };
  pasteText(copyText(nodes, edges, new Set(places.keys())), at);
}

/** Tells which boxes lie in or near what is seen. */
function nearView(toFlow: (point: Point) => Point): (rect: Rect) => boolean {
  const from = toFlow({ x: 0, y: 0 });
  const to = toFlow({ x: window.innerWidth, y: window.innerHeight });
  return ({ x, y, width, height }) => x < to.x && y < to.y && x + width > from.x && y + height > from.y;
}

function linkOf(connection: Connection | CanvasEdge) {
  const { source, target, sourceHandle, targetHandle } = connection;
  if (!sourceHandle || !targetHandle) return null;
  return linkBetween(
    { nodeId: source, kind: "output", name: sourceHandle },
    { nodeId: target, kind: "field", name: targetHandle },
  );
}

function pointOf(event: MouseEvent | TouchEvent): Point {
  const touch = "changedTouches" in event ? event.changedTouches[0] : event;
  return { x: touch?.clientX ?? 0, y: touch?.clientY ?? 0 };
}

/** Says why two ends do not fit, and offers the component that would make them. */
function offerConverter(
  start: WireStart,
  end: WireStart,
  at: Point,
  catalogue: ReadonlyMap<string, CatalogueEntry>,
): void {
  const reason = refusalBetween(start, end);
  if (!reason) return;
  const ends = refusedEnds(start, end);
  const converter = ends && converterFor(ends, catalogue);
  if (!ends || !converter) {
    showHint(reason, at);
    return;
  }
  const name = converter.entry.component.display_name ?? converter.entry.type;
  showHint(reason, at, { label: `Insert ${name}`, perform: () => insertConverter(ends, converter) });
}

/** A node without wires let go over a wire goes into it. */
function dropOnWire(shown: CanvasNode, at: Point): void {
  const { edges, nodes } = useDocument.getState();
  const node = nodes.find(({ id }) => id === shown.id);
  if (!node?.data.node || isNote(node) || edges.some(({ source, target }) => source === node.id || target === node.id))
    return;
  const under = document.elementsFromPoint(at.x, at.y).find((element) => element.closest(".react-flow__edge"));
  const edgeId = under?.closest(".react-flow__edge")?.getAttribute("data-id");
  const edge = edges.find(({ id }) => id === edgeId);
  const ends = edge && through(typeKey(node), node.data.node, edge);
  if (edge && ends)
    dropIntoWire(
      node.id,
      { x: Math.round(shown.position.x), y: Math.round(shown.position.y) },
      edge,
      ends.into,
      ends.output,
    );
}

/** Flow files let go over the canvas: their nodes land at the pointer, selected. */
async function dropFiles(files: readonly File[], at: Point): Promise<void> {
  for (const [index, file] of files.entries()) {
    const place = useView.getState().camera?.toFlow({ x: at.x + index * 40, y: at.y + index * 40 });
    if (!place) return;
    if (pasteText(await file.text(), { x: Math.round(place.x), y: Math.round(place.y) })) continue;
    showHint(`${file.name} is no flow file: it holds no nodes and edges.`, at);
  }
}

function nodeUnder({ x, y }: Point): string | null {
  const element = document.elementFromPoint(x, y)?.closest(".react-flow__node");
  return element?.getAttribute("data-id") ?? null;
}

/** A wire let go over a node: one fitting place connects, several ask, none says why. */
function dropOnBody(start: WireStart, nodeId: string, at: Point, ask: (choice: DropChoice) => void): void {
  const node = nodeById(nodeId);
  if (!node || isNote(node)) return;
  const choices = dropChoices(start, node, useDocument.getState().edges);
  const [only] = choices;
  if (only && choices.length === 1) makeLink(only);
  else if (only) ask({ links: choices, at, by: start.kind === "output" ? "field" : "output" });
  else showHint(noFitWords(start, nodeId), at);
}

function noFitWords(start: WireStart, nodeId: string): string {
  const from = nodeById(start.nodeId);
  const node = nodeById(nodeId);
  if (!from || !node) return "Nothing here takes this wire.";
  const what =
    start.kind === "output" ? (outputNamed(from, start.name)?.types ?? []).join(" or ") || "this value" : "this field";
  const name = node.data.node?.display_name ?? nodeId;
  if (start.kind === "output") return `No field of ${name} takes ${what}.`;
  return linksWith(start, node).length ? "" : `No output of ${name} fits this field.`;
}
