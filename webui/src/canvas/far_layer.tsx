import { useStoreApi } from "@xyflow/react";
import { useEffect, useRef } from "react";
import type { CanvasEdge } from "@/canvas/edge";
import type { CanvasNode } from "@/canvas/node";
import { currentPalette, paintNames, paintNodes, paintWires } from "@/canvas/paint";
import { NAMES_FROM } from "@/canvas/view";
import { useRunStore } from "@/runs/run";
import { vertexOf } from "@/runs/vertex";

export interface FarLayerProps {
  nodes: readonly CanvasNode[];
  edges: readonly CanvasEdge[];
}

/**
 * A large flow from far away: plain boxes and wires on one drawing surface, in place of elements that nobody could read.
 * Nodes that are selected or under the pointer are elements nevertheless, so that all acts on nodes work as ever.
 */
export function FarLayer({ nodes, edges }: FarLayerProps) {
  const surface = useRef<HTMLCanvasElement>(null);
  const store = useStoreApi();
  const redraw = useRef(() => {});
  const drawn = useRef({ nodes, edges, byId: new Map<string, CanvasNode>() });

  useEffect(() => {
    drawn.current = { nodes, edges, byId: new Map(nodes.map((node) => [node.id, node])) };
    redraw.current();
  }, [nodes, edges]);

  // Draws at most once for each frame, whatever it was that changed.
  useEffect(() => {
    const canvas = surface.current;
    const context = canvas?.getContext("2d");
    if (!canvas || !context) return;
    let frame = 0;
    const draw = () => {
      frame = 0;
      paint(canvas, context, store.getState().transform, drawn.current);
    };
    const request = () => {
      frame ||= requestAnimationFrame(draw);
    };
    redraw.current = request;
    draw();
    const theme = new MutationObserver(request);
    theme.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    const scheme = window.matchMedia("(prefers-color-scheme: dark)");
    scheme.addEventListener("change", request);
    window.addEventListener("resize", request);
    const stopFollowing = [store.subscribe(request), useRunStore.subscribe(request)];
    return () => {
      cancelAnimationFrame(frame);
      theme.disconnect();
      scheme.removeEventListener("change", request);
      window.removeEventListener("resize", request);
      for (const stop of stopFollowing) stop();
    };
  }, [store]);

  return <canvas ref={surface} className="far-nodes" />;
}

interface Drawn extends FarLayerProps {
  byId: ReadonlyMap<string, CanvasNode>;
}

function paint(
  canvas: HTMLCanvasElement,
  context: CanvasRenderingContext2D,
  [x, y, zoom]: readonly [number, number, number],
  { nodes, edges, byId }: Drawn,
): void {
  const ratio = window.devicePixelRatio;
  const width = canvas.clientWidth;
  const height = canvas.clientHeight;
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
  }
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.setTransform(ratio * zoom, 0, 0, ratio * zoom, ratio * x, ratio * y);
  const seen = { x: -x / zoom, y: -y / zoom, width: width / zoom, height: height / zoom };
  const palette = currentPalette();
  const { vertices } = useRunStore.getState();
  paintWires(context, edges, byId, seen, palette, 7);
  paintNodes(context, nodes, seen, palette, zoom, (id) => {
    const node = byId.get(id)?.data.node;
    return node && vertexOf(node, vertices)?.status;
  });
  if (zoom < NAMES_FROM) return;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  paintNames(context, nodes, seen, palette, { x, y, zoom });
}
