import { useReactFlow, useStore } from "@xyflow/react";
import { type RefObject, useEffect } from "react";
import { type Camera, useView } from "@/canvas/view";

const DURATION = { duration: 240 };
const BAR = 44;
const MARGIN = 32;

/** What panels cover of the canvas, in pixels per side. */
function covered(): { top: number; right: number; bottom: number; left: number } {
  const { isDockOpen, dockWidth, isCatalogueOpen } = useView.getState();
  const isOverlay = window.innerWidth < 900;
  return {
    top: BAR + MARGIN,
    right: (isDockOpen && !isOverlay ? dockWidth + 12 : 0) + MARGIN,
    bottom: 60 + MARGIN,
    left: (isCatalogueOpen && !isOverlay ? 252 : 0) + MARGIN,
  };
}

/** Gives the view a camera while the canvas is mounted. Needs to stand below the flow provider. */
export function useCamera(frame: RefObject<HTMLElement | null>): void {
  const flow = useReactFlow();
  const zoomPercent = useStore((state) => Math.round(state.transform[2] * 100));
  useEffect(() => useView.setState({ zoomPercent }), [zoomPercent]);
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
    const camera: Camera = {
      fit: (ids) => {
        const { top, right, bottom, left } = covered();
        const padding = { top: `${top}px`, right: `${right}px`, bottom: `${bottom}px`, left: `${left}px` } as const;
        void flow.fitView({ ...motion, padding, maxZoom: 1, nodes: ids?.map((id) => ({ id })) });
      },
      zoomBy: (factor) => zoomAt(flow.getZoom() * factor),
      zoomTo: (zoom) => zoomAt(zoom),
      reveal: (id) => {
        const node = flow.getNode(id);
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
      const ratio = target / now;
      void flow.setViewport({ x: px - (px - x) * ratio, y: py - (py - y) * ratio, zoom: target }, motion);
    };
    useView.setState({ camera });
    return () => {
      element?.removeEventListener("pointermove", follow);
      element?.removeEventListener("pointerleave", forget);
      useView.setState({ camera: null });
    };
  }, [flow, frame]);
}

/** How far a stretch must move to lie between two limits. */
function shift(from: number, length: number, low: number, high: number): number {
  if (from < low) return low - from;
  if (from + length > high) return Math.max(low - from, high - length - from);
  return 0;
}
