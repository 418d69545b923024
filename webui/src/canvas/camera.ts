import { useReactFlow, useStoreApi } from "@xyflow/react";
import { type RefObject, useEffect } from "react";
import { isPainted } from "@/canvas/far";
import { farForm } from "@/canvas/far_node";
import type { CanvasNode } from "@/canvas/node";
import { rectOf } from "@/canvas/paint";
import { shownNodes } from "@/canvas/shown";
import { boundsOf } from "@/canvas/snap";
import { type Camera, dockSpaceOf, FULL_FROM, levelOf, NAMES_FROM, useView } from "@/canvas/view";
import { useDocument } from "@/document/document";

const DURATION = { duration: 240 };
const BAR = 44;
const MARGIN = 32;
/** The zoom is told to the style sheet in steps of this factor, so that names are laid out anew now and then only. */
const NAME_STEP = 1.06;
/** The same for all text of nodes, of which there is more. */
const TEXT_STEP = 1.12;

interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** What panels cover of the canvas, in pixels per side. */
function covered(): { top: number; right: number; bottom: number; left: number } {
  const view = useView.getState();
  const isOverlay = window.innerWidth < 900;
  return {
    top: BAR + MARGIN,
    right: dockSpaceOf(view) + MARGIN,
    bottom: 60 + MARGIN,
    left: (view.isCatalogueOpen && !isOverlay ? 252 : 0) + MARGIN,
  };
}

/** Gives the view a camera while the canvas is mounted. Needs to stand below the flow provider. */
export function useCamera(frame: RefObject<HTMLElement | null>): void {
  const flow = useReactFlow();
  const store = useStoreApi();
  // Told to the view, so that nodes hear of a new level only, not of every step of the camera; and at once, so that a
  // large flow seen from far away is never drawn in full on the way there.
  useEffect(() => {
    const tell = () => {
      const zoom = store.getState().transform[2];
      tellNameScale(frame.current, zoom);
      const zoomPercent = Math.round(zoom * 100);
      const level = levelOf(zoom);
      const view = useView.getState();
      if (view.zoomPercent === zoomPercent && view.level === level) return;
      // First told, then thinned: what the library is told below brings us here again.
      useView.setState({ zoomPercent, level });
      if (level === 0 && view.level !== 0) thin(store);
    };
    tell();
    return store.subscribe(tell);
  }, [store, frame]);
  useEffect(() => {
    let pointer: { x: number; y: number } | null = null;
    const follow = (event: PointerEvent) => {
      pointer = { x: event.clientX, y: event.clientY };
    };
    const forget = () => {
      pointer = null;
    };
    const element = frame.current;
    element?.addEventListener("pointermove", follow);
    element?.addEventListener("pointerleave", forget);

    const isStill = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    const motion = isStill ? {} : DURATION;
    const middle = () => {
      const { top, right, bottom, left } = covered();
      return { x: (left + window.innerWidth - right) / 2, y: (top + window.innerHeight - bottom) / 2 };
    };
    const free = (): Box => {
      const { top, right, bottom, left } = covered();
      return { left, top, width: window.innerWidth - left - right, height: window.innerHeight - top - bottom };
    };
    const fitted = (nodes: readonly CanvasNode[], { left, top, width, height }: Box) => {
      const box = boundsOf(nodes.map(rectOf));
      const zoom = Math.max(0.05, Math.min(1, width / box.width, height / box.height));
      return {
        x: left + (width - box.width * zoom) / 2 - box.x * zoom,
        y: top + (height - box.height * zoom) / 2 - box.y * zoom,
        zoom,
      };
    };
    const camera: Camera = {
      fit: (ids) => {
        const nodes = ids ? shownNodes().filter(({ id }) => ids.includes(id)) : shownNodes();
        if (nodes.length) void flow.setViewport(fitted(nodes, free()), motion);
      },
      arrive: () => {
        const nodes = shownNodes();
        if (!nodes.length) return;
        const all = fitted(nodes, free());
        if (all.zoom >= NAMES_FROM) {
          void flow.setViewport(all);
          return;
        }
        const { x, y } = beginning(nodes).position;
        const { left, top, height } = free();
        void flow.setViewport({ x: left + 24 - x * FULL_FROM, y: top + height * 0.3 - y * FULL_FROM, zoom: FULL_FROM });
      },
      zoomBy: (factor) => zoomAt(flow.getZoom() * factor),
      zoomTo: (zoom) => zoomAt(zoom),
      reveal: (id) => {
        const node = shownNodes().find((each) => each.id === id);
        if (!node) return;
        const zoom = flow.getZoom();
        const corner = flow.flowToScreenPosition(node.position);
        const { top, right, bottom, left } = covered();
        const width = (node.width ?? 264) * zoom;
        const height = Math.min((node.height ?? 100) * zoom, window.innerHeight - top - bottom);
        const dx = shift(corner.x, width, left, window.innerWidth - right);
        const dy = shift(corner.y, height, top, window.innerHeight - bottom);
        if (!dx && !dy) return;
        const { x, y } = flow.getViewport();
        void flow.setViewport({ x: x + dx, y: y + dy, zoom }, motion);
      },
      toFlow: (screen) => flow.screenToFlowPosition(screen),
      toScreen: (point) => flow.flowToScreenPosition(point),
      pointer: () => pointer ?? middle(),
      focus: () => element?.querySelector<HTMLElement>("[data-canvas]")?.focus({ preventScroll: true }),
    };
    const zoomAt = (zoom: number) => {
      const target = Math.min(2.5, Math.max(0.05, zoom));
      const { x, y, zoom: now } = flow.getViewport();
      const at = middle();
      const box = element?.getBoundingClientRect() ?? { left: 0, top: 0 };
      const px = at.x - box.left;
      const py = at.y - box.top;
      // Nearing empty canvas would lose the flow: the anchor is then the nearest node.
      const anchor = nearest((px - x) / now, (py - y) / now, target);
      void flow.setViewport({ x: px - anchor.x * target, y: py - anchor.y * target, zoom: target }, motion);
    };
    const nearest = (x: number, y: number, zoom: number) => {
      const reach = 160 / zoom;
      let best = { x, y };
      let bestFar = Number.POSITIVE_INFINITY;
      for (const { position, width = 0, height = 0, selected } of shownNodes()) {
        const dx = Math.max(position.x - x, 0, x - position.x - width);
        const dy = Math.max(position.y - y, 0, y - position.y - height);
        const far = selected ? -1 : dx + dy;
        if (far >= bestFar) continue;
        bestFar = far;
        best =
          selected || dx > reach || dy > reach ? { x: position.x + width / 2, y: position.y + height / 2 } : { x, y };
      }
      return best;
    };
    useView.setState({ camera });
    return () => {
      element?.removeEventListener("pointermove", follow);
      element?.removeEventListener("pointerleave", forget);
      useView.setState({ camera: null });
    };
  }, [flow, frame]);
}

/** Tells the style sheet by how much text must grow to be read; in steps, since each lays out all text in view. */
function tellNameScale(frame: HTMLElement | null, zoom: number): void {
  const told = Math.min(1, zoom < FULL_FROM ? stepped(zoom, NAME_STEP) : stepped(zoom, TEXT_STEP)).toFixed(3);
  if (frame && frame.style.getPropertyValue("--zoom") !== told) frame.style.setProperty("--zoom", told);
}

/** The next step down from a zoom. */
function stepped(zoom: number, step: number): number {
  return step ** Math.floor(Math.log(zoom) / Math.log(step) + 1e-6);
}

/** Takes a large flow's elements away before they would be drawn small. */
function thin(store: ReturnType<typeof useStoreApi>): void {
  const nodes = shownNodes();
  if (!isPainted(0, nodes.length)) return;
  store.getState().setEdges([]);
  store.getState().setNodes(nodes.filter(({ selected }) => selected).map(farForm));
}

/** The leftmost node that nothing feeds (the library's type "note" is no node). */
function beginning(nodes: readonly CanvasNode[]): CanvasNode {
  const fed = new Set(useDocument.getState().edges.map(({ target }) => target));
  const candidates = nodes.filter(({ id, type }) => type !== "note" && !fed.has(id));
  const [first = nodes[0] as CanvasNode, ...others] = candidates;
  return others.reduce((a, b) => (b.position.x < a.position.x ? b : a), first);
}

/** How far a stretch must move to lie between two limits. */
function shift(from: number, length: number, low: number, high: number): number {
  if (from < low) return low - from;
  if (from + length > high) return Math.max(low - from, high - length - from);
  return 0;
}
