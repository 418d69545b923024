import { useReactFlow, useStoreApi } from "@xyflow/react";
import { type PointerEvent, useEffect, useRef } from "react";
import type { CanvasNode } from "@/canvas/node";
import { currentPalette, rectOf } from "@/canvas/paint";
import { boundsOf, type Rect } from "@/canvas/snap";

const WIDTH = 160;
const HEIGHT = 104;
const MARGIN = 8;

/** The whole flow in the corner, and what of it is seen. A press or a drag on it goes there. */
export function Minimap({ nodes }: { nodes: readonly CanvasNode[] }) {
  const surface = useRef<HTMLCanvasElement>(null);
  const store = useStoreApi();
  const flow = useReactFlow();
  const shown = useRef(nodes);
  shown.current = nodes;
  const redraw = useRef(() => {});
  const scale = useRef({ x: 0, y: 0, zoom: 1 });

  useEffect(() => {
    const canvas = surface.current;
    const context = canvas?.getContext("2d");
    if (!canvas || !context) return;
    let frame = 0;
    const draw = () => {
      frame = 0;
      const { transform, width, height } = store.getState();
      const [x, y, zoom] = transform;
      const seen = { x: -x / zoom, y: -y / zoom, width: width / zoom, height: height / zoom };
      scale.current = paint(canvas, context, shown.current.map(rectOf), seen);
    };
    const request = () => {
      frame ||= requestAnimationFrame(draw);
    };
    request();
    const stop = store.subscribe(request);
    redraw.current = request;
    return () => {
      cancelAnimationFrame(frame);
      stop();
    };
  }, [store]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: other nodes are another map.
  useEffect(() => redraw.current(), [nodes]);

  const goTo = (event: PointerEvent<HTMLCanvasElement>) => {
    if (event.type !== "pointerdown" && !event.buttons) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const box = event.currentTarget.getBoundingClientRect();
    const { x, y, zoom: shrunk } = scale.current;
    const zoom = flow.getZoom();
    const { width, height } = store.getState();
    const atX = (event.clientX - box.left - x) / shrunk;
    const atY = (event.clientY - box.top - y) / shrunk;
    void flow.setViewport({ x: width / 2 - atX * zoom, y: height / 2 - atY * zoom, zoom });
  };

  return (
    <canvas
      ref={surface}
      className="minimap"
      role="img"
      aria-label="Overview of the flow"
      style={{ width: WIDTH, height: HEIGHT }}
      onPointerDown={goTo}
      onPointerMove={goTo}
    />
  );
}

/** Draws the map; gives how canvas units lie on it. */
function paint(canvas: HTMLCanvasElement, context: CanvasRenderingContext2D, rects: readonly Rect[], seen: Rect) {
  const ratio = window.devicePixelRatio;
  if (canvas.width !== Math.round(WIDTH * ratio)) {
    canvas.width = Math.round(WIDTH * ratio);
    canvas.height = Math.round(HEIGHT * ratio);
  }
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, canvas.width, canvas.height);
  const palette = currentPalette();
  const box = boundsOf([...rects, seen]);
  const zoom = Math.min((WIDTH - 2 * MARGIN) / box.width, (HEIGHT - 2 * MARGIN) / box.height);
  const x = (WIDTH - box.width * zoom) / 2 - box.x * zoom;
  const y = (HEIGHT - box.height * zoom) / 2 - box.y * zoom;
  context.setTransform(ratio * zoom, 0, 0, ratio * zoom, ratio * x, ratio * y);
  context.fillStyle = palette.edge;
  for (const rect of rects) context.fillRect(rect.x, rect.y, rect.width, rect.height);
  context.strokeStyle = palette.selected;
  context.lineWidth = 1.5 / zoom;
  context.strokeRect(seen.x, seen.y, seen.width, seen.height);
  return { x, y, zoom };
}
