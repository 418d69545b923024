/** A box on the canvas, in canvas units. */
export interface Rect {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A line that says with what a dragged node is aligned. */
export interface Guide {
  axis: "x" | "y";
  /** Where it stands on its axis. */
  at: number;
  /** From and to on the other axis. */
  from: number;
  to: number;
}

export interface Snapped {
  /** What is to be added to the dragged place. */
  dx: number;
  dy: number;
  guides: Guide[];
}

const GRID = 10;

interface Match {
  /** How far to move for the two to stand in line. */
  by: number;
  at: number;
  other: Rect;
}

/**
 * Where a dragged box comes to lie: in line with the edge or middle of another box within `reach`, or with `levels`
 * (heights at which a wire runs level), else on the grid of 10.
 */
export function snap(box: Rect, others: readonly Rect[], reach: number, levels: readonly number[] = []): Snapped {
  const inX = nearest([box.x, box.x + box.width / 2, box.x + box.width], others, reach, "x");
  const inY = nearest([box.y, box.y + box.height / 2, box.y + box.height], others, reach, "y");
  const level = levels
    .map((y) => y - box.y)
    .filter((by) => Math.abs(by) <= reach)
    .sort((a, b) => Math.abs(a) - Math.abs(b))[0];
  const dx = inX?.by ?? toGrid(box.x);
  const dy = level ?? inY?.by ?? toGrid(box.y);
  const placed = { ...box, x: box.x + dx, y: box.y + dy };
  const guides: Guide[] = [];
  if (inX) guides.push(guideOf("x", inX, placed));
  if (inY && inY.by === dy) guides.push(guideOf("y", inY, placed));
  return { dx, dy, guides };
}

function toGrid(value: number): number {
  return Math.round(value / GRID) * GRID - value;
}

function nearest(own: readonly number[], others: readonly Rect[], reach: number, axis: "x" | "y"): Match | null {
  let best: Match | null = null;
  for (const other of others) {
    const start = other[axis];
    const length = axis === "x" ? other.width : other.height;
    for (const line of [start, start + length / 2, start + length]) {
      for (const mine of own) {
        const by = line - mine;
        if (Math.abs(by) > reach || (best && Math.abs(best.by) <= Math.abs(by))) continue;
        best = { by, at: line, other };
      }
    }
  }
  return best;
}

function guideOf(axis: "x" | "y", { at, other }: Match, box: Rect): Guide {
  const [start, length] = axis === "x" ? (["y", "height"] as const) : (["x", "width"] as const);
  return {
    axis,
    at,
    from: Math.min(box[start], other[start]),
    to: Math.max(box[start] + box[length], other[start] + other[length]),
  };
}

/** The box around some boxes. */
export function boundsOf(rects: readonly Rect[]): Rect {
  const x = Math.min(...rects.map((rect) => rect.x));
  const y = Math.min(...rects.map((rect) => rect.y));
  const right = Math.max(...rects.map((rect) => rect.x + rect.width));
  const bottom = Math.max(...rects.map((rect) => rect.y + rect.height));
  return { x, y, width: right - x, height: bottom - y };
}
