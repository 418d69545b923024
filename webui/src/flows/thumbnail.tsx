import { memo } from "react";
import type { GraphSketch } from "@/flows/flow_summary";
import { layOutSketch, type SketchBox } from "@/flows/sketch";
import "./thumbnail.css";

const WIDTH = 256;
const HEIGHT = 128;
/** Radius of the dots in which wires end. */
const END = 1.7;
/** With more boxes than this the dots would be all that is seen. */
const MOST_WITH_ENDS = 40;

/** A small drawing of a flow's graph: boxes where its nodes are, wires between them. Decorative, hence hidden from readers. */
export const Thumbnail = memo(function Thumbnail({ sketch }: { sketch: GraphSketch }) {
  const { boxes, wires } = layOutSketch(sketch, WIDTH, HEIGHT, 16);
  return (
    <div className="thumbnail" aria-hidden="true">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="xMidYMid meet" role="presentation">
        {wires.map(({ path, colour }) => (
          <path key={path} className="thumbnail-wire" d={path} stroke={`var(${colour})`} />
        ))}
        {boxes.map((box) => (
          <SketchedNode key={`${box.x} ${box.y}`} {...box} />
        ))}
        {(boxes.length > MOST_WITH_ENDS ? [] : wires).map(({ path, colour, from, to }) => (
          <g key={path} fill={`var(${colour})`} className="thumbnail-ends">
            <circle cx={from.x} cy={from.y} r={END} />
            <circle cx={to.x} cy={to.y} r={END} />
          </g>
        ))}
      </svg>
    </div>
  );
});

function SketchedNode({ x, y, width, height, colour, fields }: SketchBox) {
  const isDetailed = fields.length > 0;
  return (
    <>
      <rect className="thumbnail-node" x={x} y={y} width={width} height={height} rx={isDetailed ? 3 : 2} />
      {isDetailed ? (
        <>
          <rect x={x + 4} y={y + 4} width={4.5} height={4.5} rx={1.4} fill={`var(${colour})`} />
          <rect className="thumbnail-name" x={x + 11} y={y + 5.2} width={(width - 15) * 0.6} height={2} rx={1} />
          {fields.map((top) => (
            <rect key={top} className="thumbnail-field" x={x + 4} y={y + top} width={width - 8} height={3.6} rx={1.2} />
          ))}
        </>
      ) : (
        <rect x={x + 1.5} y={y + 1.5} width={Math.max(1, width * 0.45)} height={1.4} rx={0.7} fill={`var(${colour})`} />
      )}
    </>
  );
}
