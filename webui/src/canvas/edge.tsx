import {
  BaseEdge,
  type ConnectionLineComponentProps,
  type Edge,
  EdgeLabelRenderer,
  type EdgeProps,
  Position,
} from "@xyflow/react";
import { Plus, X } from "lucide-react";
import { memo } from "react";
import type { FlowEdge, OutputTemplate } from "@/api/flow_data";
import { hoverWire, leaveWire, useView } from "@/canvas/view";
import { wirePath } from "@/canvas/wire_path";
import { familyOfStart } from "@/canvas/wiring";
import { nodeById, removeEdges } from "@/document/edits";
import { nodeName } from "@/document/graph";
import { sourceName } from "@/document/handles";
import type { TypeFamily } from "@/document/value_types";
import { plainStart, textOf } from "@/runs/preview";
import { useRunStore } from "@/runs/run";
import { vertexOf } from "@/runs/vertex";
import "./edge.css";

export interface EdgeData extends Record<string, unknown> {
  edge: FlowEdge;
  family: TypeFamily;
  /** The outputs of its source, from which the family follows. */
  outputs: readonly OutputTemplate[] | undefined;
  /** Under the pointer, or the only thing that is selected: it shows its buttons. */
  isActive: boolean;
  /** Not related to the selection while something is selected. */
  isDim: boolean;
}

export type CanvasEdge = Edge<EdgeData>;

/** The wire under the pointer while it is drawn, in the colour of what it will carry. */
export function WireBeingDrawn({ fromX, fromY, toX, toY, fromPosition }: ConnectionLineComponentProps) {
  const start = useView((view) => view.drawing);
  const path = fromPosition === Position.Right ? wirePath(fromX, fromY, toX, toY) : wirePath(toX, toY, fromX, fromY);
  return <path className={`wire-drawn family-${start ? familyOfStart(start) : "other"}`} d={path} />;
}

/** A wire. Hovered, or selected alone, it offers to be deleted, or to take a node in its middle. */
export const Wire = memo(function Wire({
  id,
  source,
  target,
  sourceX,
  sourceY,
  targetX,
  targetY,
  selected,
  data,
}: EdgeProps<CanvasEdge>) {
  const status = useRunStore((run) => run.vertices[target]?.status);
  const isSourceOut = useRunStore((run) => run.vertices[source]?.status === "inactive");
  const path = wirePath(sourceX, sourceY, targetX, targetY);
  const classes = [
    "wire",
    `family-${data?.family ?? "other"}`,
    selected ? "is-selected" : "",
    data?.isDim ? "is-dim" : "",
    status === "running" ? "is-flowing" : "",
    status === "inactive" || isSourceOut ? "is-inactive" : "",
  ];
  return (
    <>
      <BaseEdge id={id} path={path} className={classes.filter(Boolean).join(" ")} interactionWidth={18} />
      {data?.isActive ? (
        <EdgeLabelRenderer>
          <WireButtons
            id={id}
            source={source}
            target={target}
            output={data ? sourceName(data.edge) : ""}
            x={(sourceX + targetX) / 2}
            y={(sourceY + targetY) / 2}
          />
        </EdgeLabelRenderer>
      ) : null}
    </>
  );
});

interface WireButtonsProps {
  id: string;
  source: string;
  target: string;
  /** Name of the output where the wire begins. */
  output: string;
  x: number;
  y: number;
}

function WireButtons({ id, source, target, output, x, y }: WireButtonsProps) {
  const from = nodeById(source);
  const value = useRunStore((run) => from && vertexOf(from, run.vertices)?.built?.outputs?.[output]);
  const to = nodeById(target);
  const words = `the wire from ${from ? nodeName(from) : source} to ${to ? nodeName(to) : target}`;
  const insert = (event: React.MouseEvent) =>
    useView.setState({
      quickAdd: {
        screen: { x: event.clientX + 12, y: event.clientY - 12 },
        at: { x: x - 132, y: y - 40 },
        from: null,
        into: id,
        onlyFitting: true,
      },
    });
  return (
    <div
      className="wire-buttons nodrag nopan"
      onPointerEnter={() => hoverWire(id)}
      onPointerLeave={leaveWire}
      // Beside the wire: a click on the wire itself selects it.
      style={{ transform: `translate(-50%, 10px) translate(${x}px, ${y}px)` }}
    >
      {value && value.type !== "error" ? (
        <output className="wire-value">
          {value.type === "unknown"
            ? "No text: only other nodes can use it."
            : plainStart(textOf(value.message)) || "empty"}
        </output>
      ) : null}
      <button type="button" aria-label={`Put a node into ${words}`} title="Put a node here" onClick={insert}>
        <Plus aria-hidden />
      </button>
      <button
        type="button"
        aria-label={`Delete ${words}`}
        title="Delete wire"
        onClick={() => removeEdges(new Set([id]))}
      >
        <X aria-hidden />
      </button>
    </div>
  );
}
