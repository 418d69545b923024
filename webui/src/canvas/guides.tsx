import { useStore, ViewportPortal } from "@xyflow/react";
import { useDragging } from "@/canvas/dragging";
import type { Guide } from "@/canvas/snap";

/** Lines that show with what a dragged node is aligned. */
export function Guides() {
  const guides = useDragging((drag) => drag.guides);
  // A hair's breadth at every zoom.
  const hair = useStore((state) => 1 / state.transform[2]);
  if (guides.length === 0) return null;
  return (
    <ViewportPortal>
      {guides.map((guide) => (
        <i key={`${guide.axis} ${guide.at}`} className="guide" style={styleOf(guide, hair)} />
      ))}
    </ViewportPortal>
  );
}

function styleOf({ axis, at, from, to }: Guide, hair: number) {
  return axis === "x"
    ? { left: at, top: from, height: to - from, width: hair }
    : { top: at, left: from, width: to - from, height: hair };
}
