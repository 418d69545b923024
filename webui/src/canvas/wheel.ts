import { useReactFlow } from "@xyflow/react";
import { type RefObject, useEffect } from "react";

/**
 * A mouse wheel zooms at the pointer, two fingers on a trackpad pan (the canvas library's part). A wheel is known by
 * whole, large, purely vertical steps.
 */
export function useWheelZoom(frame: RefObject<HTMLElement | null>): void {
  const flow = useReactFlow();
  useEffect(() => {
    const element = frame.current;
    const onWheel = (event: WheelEvent) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || !isMouseWheel(event)) return;
      const target = event.target as Element;
      if (target.closest(".nowheel") || !target.closest(".react-flow")) return;
      event.preventDefault();
      event.stopPropagation();
      const { x, y, zoom } = flow.getViewport();
      const box = element?.getBoundingClientRect() ?? { left: 0, top: 0 };
      const steps = event.deltaMode === 1 ? event.deltaY / 3 : event.deltaY / 120;
      const next = Math.min(2.5, Math.max(0.05, zoom * 1.15 ** -steps));
      const ratio = next / zoom;
      const px = event.clientX - box.left;
      const py = event.clientY - box.top;
      void flow.setViewport({ x: px - (px - x) * ratio, y: py - (py - y) * ratio, zoom: next });
    };
    element?.addEventListener("wheel", onWheel, { capture: true, passive: false });
    return () => element?.removeEventListener("wheel", onWheel, { capture: true });
  }, [flow, frame]);
}

function isMouseWheel(event: WheelEvent): boolean {
  if (event.deltaMode === 1) return true;
  return event.deltaX === 0 && Math.abs(event.deltaY) >= 100 && Number.isInteger(event.deltaY);
}
