import { create } from "zustand";
import { keep, kept, onKeptNews } from "@/api/kept";

type Point = { x: number; y: number };

/** The end at which a wire begins: an output, or a field (drawn backwards). */
export type WireStart =
  | { nodeId: string; kind: "output"; name: string }
  | { nodeId: string; kind: "field"; name: string };

/** The quick-add list at the pointer. */
export interface QuickAdd {
  /** Where the list opens, in window pixels. */
  screen: Point;
  /** Where the node will stand, in canvas units; null = right of the wire's start. */
  at: Point | null;
  /** The wire that waits for its other end. */
  from: WireStart | null;
  /** The wire into which the node is put. */
  into: string | null;
  /** Show only what the wire fits (a wire was drawn on purpose); otherwise the fit is only preferred. */
  onlyFitting: boolean;
  /** The node whose place the chosen component takes. */
  replaces?: string;
}

/** What the canvas can do with its view; set while it is mounted. */
export interface Camera {
  /** Shows these nodes (all by default) between the panels. */
  fit: (ids?: readonly string[]) => void;
  /** Shows a flow just opened: all of it when that is readable, else its beginning. */
  arrive: () => void;
  zoomBy: (factor: number) => void;
  zoomTo: (zoom: number) => void;
  /** Moves as little as needed for the node to be seen. */
  reveal: (id: string) => void;
  /** Window pixels → canvas units. */
  toFlow: (screen: Point) => Point;
  toScreen: (point: Point) => Point;
  /** The last pointer place over the canvas, in window pixels; the middle of the free canvas if there was none. */
  pointer: () => Point;
  /** Gives the canvas the keyboard focus. */
  focus: () => void;
}

export const DOCK_TABS = ["chat", "node", "runs", "api", "history"] as const;
export type DockTab = (typeof DOCK_TABS)[number];
export type Tool = "hand" | "select";

export interface ViewState {
  tool: Tool;
  isDockOpen: boolean;
  dockTab: DockTab;
  /** In pixels, 300 to 720. */
  dockWidth: number;
  /** The dock takes the whole window. */
  isDockFull: boolean;
  isCatalogueOpen: boolean;
  isCommandOpen: boolean;
  isHelpOpen: boolean;
  quickAdd: QuickAdd | null;
  /** Node whose connections are being chosen by keyboard. */
  linking: string | null;
  /** Wire being drawn with the pointer. */
  drawing: WireStart | null;
  /** A field of a node in an open group is dragged by its name. */
  isFieldDragged: boolean;
  /** Wire under the pointer; it shows its buttons. */
  hoveredWire: string | null;
  /** Node whose output is shown at full size. */
  peeking: string | null;
  isFindOpen: boolean;
  /** The flow is shown as a list in place of the canvas. */
  isOutlineOpen: boolean;
  /** Node whose name is being edited. */
  renaming: string | null;
  /** Said next to the pointer: why a wire was refused. */
  hint: (Point & { text: string; act?: { label: string; perform: () => void } }) | null;
  /** How much of nodes is drawn at this zoom: 2 everything, 1 header and handles, 0 a plain box. */
  level: 0 | 1 | 2;
  /** Nodes are on their way to tidy places. */
  isTidying: boolean;
  /** Zoom as shown, in percent. */
  zoomPercent: number;
  camera: Camera | null;
}

const NAME = "runnel.view";

type Kept = Pick<ViewState, "tool" | "isDockOpen" | "dockWidth">;

function remembered(): Kept {
  const fallback: Kept = { tool: "hand", isDockOpen: true, dockWidth: 344 };
  try {
    const left = { ...fallback, ...(JSON.parse(kept(NAME) ?? "{}") as Partial<Kept>) };
    // In a narrow window the dock lies over the canvas, so it waits to be opened.
    return { ...left, isDockOpen: left.isDockOpen && window.innerWidth >= 900 };
  } catch {
    return fallback;
  }
}

/** What is open and chosen around the canvas. Not part of the document, not undone. */
export const useView = create<ViewState>(() => ({
  ...remembered(),
  dockTab: "chat",
  isDockFull: false,
  isCatalogueOpen: false,
  isCommandOpen: false,
  isHelpOpen: false,
  quickAdd: null,
  linking: null,
  drawing: null,
  isFieldDragged: false,
  hoveredWire: null,
  peeking: null,
  isFindOpen: false,
  isOutlineOpen: false,
  renaming: null,
  hint: null,
  level: 2,
  isTidying: false,
  zoomPercent: 100,
  camera: null,
}));

useView.subscribe(({ tool, isDockOpen, dockWidth }, before) => {
  if (tool === before.tool && isDockOpen === before.isDockOpen && dockWidth === before.dockWidth) return;
  keep(NAME, JSON.stringify({ tool, isDockOpen, dockWidth }));
});

onKeptNews(NAME, () => useView.setState(remembered()));

let hintTimer: ReturnType<typeof setTimeout> | undefined;

/** Says something next to the pointer for a while; `act` is offered as a button. */
export function showHint(text: string, at: Point, act?: { label: string; perform: () => void }): void {
  clearTimeout(hintTimer);
  useView.setState({ hint: { text, act, ...at } });
  hintTimer = setTimeout(() => useView.setState({ hint: null }), act ? 12_000 : 4500);
}

let wireTimer: ReturnType<typeof setTimeout> | undefined;

/** The pointer is on a wire or its buttons. */
export function hoverWire(id: string): void {
  clearTimeout(wireTimer);
  if (useView.getState().hoveredWire !== id) useView.setState({ hoveredWire: id });
}

/** The pointer left a wire; its buttons stay a moment, so that they can be reached. */
export function leaveWire(): void {
  clearTimeout(wireTimer);
  wireTimer = setTimeout(() => useView.setState({ hoveredWire: null }), 300);
}

/** The smallest zoom at which nodes are drawn in full: below, their text would be too small to read. */
export const FULL_FROM = 0.6;

/** The smallest zoom at which the names of nodes are shown: below, they no longer fit into their boxes. */
export const NAMES_FROM = 0.18;

/** How much of a node is drawn at a zoom. */
export function levelOf(zoom: number): 0 | 1 | 2 {
  return zoom >= FULL_FROM ? 2 : zoom >= 0.25 ? 1 : 0;
}

/** What the dock takes of the canvas at its right side, in pixels; in a narrow window it lies over it. */
export function dockSpaceOf({ isDockOpen, dockWidth }: Pick<ViewState, "isDockOpen" | "dockWidth">): number {
  return isDockOpen && window.innerWidth >= 900 ? dockWidth + 12 : 0;
}

/** Opens a tab of the dock. */
export function showDock(dockTab: DockTab): void {
  useView.setState({ dockTab, isDockOpen: true });
}
