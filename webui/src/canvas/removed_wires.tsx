import { ViewportPortal } from "@xyflow/react";
import type { RemovedWire } from "@/canvas/diff_paint";

/** Wires that the version which is compared has, and the flow has no more. */
export function RemovedWires({ wires }: { wires: readonly RemovedWire[] }) {
  if (wires.length === 0) return null;
  return (
    <ViewportPortal>
      <svg
        className="removed-wires"
        role="img"
        aria-label={wires.length === 1 ? "1 removed wire" : `${wires.length} removed wires`}
      >
        {wires.map(({ key, path }) => (
          <path key={key} d={path} />
        ))}
      </svg>
    </ViewportPortal>
  );
}
