import { useMemo } from "react";
import type { FlowEdge } from "@/api/flow_data";
import type { CanvasEdge } from "@/canvas/edge";
import type { CanvasNode } from "@/canvas/node";
import { wirePath } from "@/canvas/wire_path";
import { rootGraph, useDocument } from "@/document/document";
import { isNote, nodeName } from "@/document/graph";
import { sourceName, targetName } from "@/document/handles";
import { useSettledFlow } from "@/document/settled";
import { edgeKey } from "@/history/diff";
import { paintOf, useShownDiff } from "@/history/shown_diff";

/** The size of a removed node that does not say it. */
const SIZE = { width: 264, height: 120 };

/** A wire that is there no more, as the curve that it was. */
export interface RemovedWire {
  key: string;
  path: string;
}

export interface PaintedDiff {
  nodes: CanvasNode[];
  edges: CanvasEdge[];
  removedWires: readonly RemovedWire[];
}

const NO_WIRES: readonly RemovedWire[] = [];

/**
 * Marks what differs from the version that is compared, be it an older one or that of another window: added green,
 * changed amber, removed nodes and wires in dashed red.
 */
export function useDiffPaint(nodes: CanvasNode[], edges: CanvasEdge[]): PaintedDiff {
  const version = useShownDiff((shown) => shown.compared?.version ?? shown.elsewhere);
  const now = useSettledFlow((settled) => (version ? rootGraph(settled) : null));
  const isInGroup = useDocument((document) => document.outer.length > 0);
  const paint = useMemo(() => (version && now ? paintOf(version, now) : null), [version, now]);
  return useMemo(() => {
    if (!paint) return { nodes, edges, removedWires: NO_WIRES };
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
            id: ghostId(node.id),
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
    const all = [...painted, ...ghosts];
    return {
      nodes: all,
      edges: edges.map((edge) => (paint.addedEdges.has(edge.id) ? { ...edge, className: "diff-added" } : edge)),
      removedWires: isInGroup ? NO_WIRES : removedWires(paint.removedEdges, all),
    };
  }, [paint, nodes, edges, isInGroup]);
}

function ghostId(nodeId: string): string {
  return `removed ${nodeId}`;
}

function removedWires(edges: readonly FlowEdge[], nodes: readonly CanvasNode[]): RemovedWire[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const shown = (id: string) => byId.get(id) ?? byId.get(ghostId(id));
  return edges.flatMap((edge) => {
    const source = shown(edge.source);
    const target = shown(edge.target);
    if (!source || !target) return [];
    const output = source.data.face?.outputs.find((each) => each.output.name === sourceName(edge));
    const row = target.data.face?.rows.find((each) => each.key === targetName(edge));
    const fromX = source.position.x + (source.width ?? SIZE.width);
    const path = wirePath(fromX, levelOf(source, output?.handleY), target.position.x, levelOf(target, row?.handleY));
    return [{ key: edgeKey(edge), path }];
  });
}

/** Where a wire meets a node: at the handle, or in the middle of a node of which no handles are known. */
function levelOf({ position, height = SIZE.height }: CanvasNode, handleY: number | null | undefined): number {
  return position.y + (handleY ?? height / 2);
}
