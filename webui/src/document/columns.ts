/** A node as far as a layout is concerned. */
export interface Box {
  id: string;
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Wire {
  source: string;
  target: string;
}

type Point = { x: number; y: number };

const COLUMN_GAP = 88;
const ROW_GAP = 32;

/**
 * Places for nodes in columns: each stands right of all that feed it, and near the height of its neighbours. The upper
 * left corner of the whole stays where it was. Wires back (loops) are passed over.
 *
 * Not a layout library's: the one for layered graphs that is light enough took 6 s for a chain of 1,000 nodes and
 * minutes for a meshed flow of that size; this takes some milliseconds.
 */
export function columnPlaces(boxes: readonly Box[], wires: readonly Wire[]): Map<string, Point> {
  if (boxes.length === 0) return new Map();
  const column = columnsOf(boxes, wires);
  const rows = orderColumns(boxes, wires, column);
  const size = new Map(boxes.map((box) => [box.id, box]));

  const left = Math.min(...boxes.map(({ x }) => x));
  const top = Math.min(...boxes.map(({ y }) => y));
  const tallest = Math.max(...rows.map((ids) => heightOf(ids, size)));
  const places = new Map<string, Point>();
  let x = left;
  for (const ids of rows) {
    let y = top + (tallest - heightOf(ids, size)) / 2;
    for (const id of ids) {
      places.set(id, { x: Math.round(x), y: Math.round(y) });
      y += (size.get(id)?.height ?? 0) + ROW_GAP;
    }
    x += Math.max(0, ...ids.map((id) => size.get(id)?.width ?? 0)) + COLUMN_GAP;
  }
  return places;
}

function heightOf(ids: readonly string[], size: ReadonlyMap<string, { height: number }>): number {
  return ids.reduce((sum, id) => sum + (size.get(id)?.height ?? 0) + ROW_GAP, -ROW_GAP);
}

/** The column of each node: one more than the last of those that feed it. */
function columnsOf(boxes: readonly Box[], wires: readonly Wire[]): Map<string, number> {
  const sources = new Map<string, string[]>();
  const targets = new Map<string, string[]>();
  for (const { source, target } of wires) {
    push(sources, target, source);
    push(targets, source, target);
  }
  const column = new Map<string, number>();
  const open = new Set<string>();
  const visit = (id: string): number => {
    const known = column.get(id);
    if (known !== undefined) return known;
    if (open.has(id)) return -1;
    open.add(id);
    const at = 1 + Math.max(-1, ...(sources.get(id) ?? []).map(visit));
    open.delete(id);
    column.set(id, at);
    return at;
  };
  for (const { id } of boxes) visit(id);
  // What feeds only late columns stands just before them.
  for (const { id } of boxes.toSorted((a, b) => (column.get(b.id) ?? 0) - (column.get(a.id) ?? 0))) {
    const next = (targets.get(id) ?? [])
      .map((target) => column.get(target) ?? 0)
      .filter((at) => at > (column.get(id) ?? 0));
    if (next.length && !(sources.get(id) ?? []).length) column.set(id, Math.min(...next) - 1);
  }
  return column;
}

/** Node ids per column, ordered so that wires cross little: by the mean place of their neighbours, some sweeps. */
function orderColumns(boxes: readonly Box[], wires: readonly Wire[], column: ReadonlyMap<string, number>): string[][] {
  const rows: string[][] = [];
  for (const { id } of boxes.toSorted((a, b) => a.y - b.y)) {
    const at = column.get(id) ?? 0;
    rows[at] ??= [];
    rows[at].push(id);
  }
  const filled = rows.filter((ids) => ids?.length);
  const neighbours = new Map<string, string[]>();
  for (const { source, target } of wires) {
    push(neighbours, source, target);
    push(neighbours, target, source);
  }
  for (let sweep = 0; sweep < 6; sweep++) {
    const place = new Map(
      filled.flatMap((ids) => ids.map((id, index): [string, number] => [id, index / Math.max(1, ids.length)])),
    );
    const mean = (id: string) => {
      const near = (neighbours.get(id) ?? []).map((other) => place.get(other) ?? 0);
      return near.length ? near.reduce((a, b) => a + b, 0) / near.length : (place.get(id) ?? 0);
    };
    for (const ids of filled) ids.sort((a, b) => mean(a) - mean(b));
  }
  return filled;
}

function push(lists: Map<string, string[]>, key: string, value: string): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
