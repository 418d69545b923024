import { useMemo } from "react";
import { rootGraph, useDocument } from "@/canvas/document";
import type { CanvasEdge } from "@/canvas/edge";
import { isNote, nodeName } from "@/canvas/graph";
import type { CanvasNode } from "@/canvas/node";
import { paintOf, useShownDiff } from "@/history/shown_diff";

/** The size of a removed node that does not say it. */
const SIZE = { width: 264, height: 120 };

/** Marks what differs from the version that is compared: added green, changed amber, removed as red outlines. */
export function useDiffPaint(nodes: CanvasNode[], edges: CanvasEdge[]): { nodes: CanvasNode[]; edges: CanvasEdge[] } {
  const compared = useShownDiff((shown) => shown.compared);
  const now = useDocument(rootGraph);
  const isInGroup = useDocument((document) => document.outer.length > 0);
  const paint = useMemo(() => paintOf(compared, now), [compared, now]);
  return useMemo(() => {
    if (!compared) return { nodes, edges };
    const painted = nodes.map((node) => {
      const mark = paint.marks.get(node.id);
      return mark ? { ...node, className: `diff-${mark}` } : node;
    });
    const ghosts = isInGroup
      ? []
      : paint.ghosts.map((node): CanvasNode => {
          const width = node.width ?? SIZE.width;
          const height = node.height ?? SIZE.height;
          return {
            id: `removed ${node.id}`,
            type: "ghost",
            className: "diff-removed",
            position: node.position,
            width,
            height,
            measured: { width, height },
            draggable: false,
            selectable: false,
            data: { name: isNote(node) ? "Note" : nodeName(node) } as unknown as CanvasNode["data"],
          };
        });
    return {
      nodes: [...painted, ...ghosts],
      edges: edges.map((edge) => (paint.addedEdges.has(edge.id) ? { ...edge, className: "diff-added" } : edge)),
    };
  }, [compared, paint, nodes, edges, isInGroup]);
}
