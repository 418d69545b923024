import { memo } from "react";
import type { GraphSketch } from "@/flows/flow_summary";
import { layOutSketch } from "@/flows/sketch";
import "./thumbnail.css";

const WIDTH = 256;
const HEIGHT = 128;

/** A small drawing of a flow's graph: boxes where its nodes are, wires between them. Decorative, hence hidden from readers. */
export const Thumbnail = memo(function Thumbnail({ sketch }: { sketch: GraphSketch }) {
  const { boxes, wires } = layOutSketch(sketch, WIDTH, HEIGHT, 16);
  return (
    <div className="thumbnail" aria-hidden="true">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="xMidYMid meet" role="presentation">
        {wires.map(({ path, colour }) => (
          <path key={path} className="thumbnail-wire" d={path} stroke={`var(${colour})`} />
        ))}
        {boxes.map(({ x, y, width, height, colour }) => (
          <g key={`${x} ${y}`}>
            <rect className="thumbnail-node" x={x} y={y} width={width} height={height} rx={2.5} />
            <rect
              x={x + 3}
              y={y + 3}
              width={Math.max(2, Math.min(width - 6, width * 0.45))}
              height={1.8}
              rx={0.9}
              fill={`var(${colour})`}
            />
          </g>
        ))}
      </svg>
    </div>
  );
});
