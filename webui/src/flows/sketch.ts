import type { GraphSketch } from "@/flows/flow_summary";

/** A node of the drawing, in drawing units. */
export interface SketchBox {
  x: number;
  y: number;
  width: number;
  height: number;
  /** The token that colours its mark, for instance `--type-message`. */
  colour: string;
  /** Where the lines begin that stand for its fields, from its top; none where it is drawn too small. */
  fields: number[];
}

/** A wire from an output of one box to a field of another. */
export interface SketchWire {
  path: string;
  colour: string;
  from: { x: number; y: number };
  to: { x: number; y: number };
}

/** Boxes and wires that fit into the asked size. */
export interface SketchDrawing {
  boxes: SketchBox[];
  wires: SketchWire[];
}

/** Boxes smaller than this are drawn without what is on a node. */
const SMALLEST_DETAILED = { width: 22, height: 15 };
/** Where a node's fields begin, what each takes, and how many are drawn at most. */
const HEAD = 11.5;
const FIELD = 6;
const MOST_FIELDS = 5;

/** Boxes that touch each other, as areas of a large flow do, are still told apart. */
const GAP = 1;

/** A few nodes are not blown up over this share of their real size. */
const LARGEST_SCALE = 0.24;

const COLOURS: [RegExp, string][] = [
  [/embedding/i, "--type-embeddings"],
  [/model|llama|lmstudio|anthropic|groq|mistral/i, "--type-model"],
  [/agent|tool|calculator/i, "--type-tool"],
  [/memory|history/i, "--type-memory"],
  [/search|store|retriever|index|vector/i, "--type-store"],
  [/table|frame|csv/i, "--type-table"],
  [/file|data|url|request|webhook|split|parse|loader/i, "--type-data"],
];

/** The colour that hints at what a component does, guessed from its type. */
function colourOf(type: string): string {
  return COLOURS.find(([pattern]) => pattern.test(type))?.[1] ?? "--type-message";
}

/** Scales the graph into `width` × `height` with a margin, keeping its proportions. */
export function layOutSketch(sketch: GraphSketch, width: number, height: number, margin: number): SketchDrawing {
  if (sketch.nodes.length === 0) return { boxes: [], wires: [] };
  const left = Math.min(...sketch.nodes.map(([x]) => x));
  const top = Math.min(...sketch.nodes.map(([, y]) => y));
  const right = Math.max(...sketch.nodes.map(([x, , w]) => x + w));
  const bottom = Math.max(...sketch.nodes.map(([, y, , h]) => y + h));
  const scale = Math.min(
    LARGEST_SCALE,
    (width - 2 * margin) / Math.max(1, right - left),
    (height - 2 * margin) / Math.max(1, bottom - top),
  );
  const offsetX = (width - (right - left) * scale) / 2;
  const offsetY = (height - (bottom - top) * scale) / 2;
  const boxes = sketch.nodes.map(([x, y, w, h, type]) => {
    const box = {
      x: round(offsetX + (x - left) * scale),
      y: round(offsetY + (y - top) * scale),
      width: round(Math.max(4, w * scale - GAP)),
      height: round(Math.max(3, h * scale - GAP)),
    };
    return { ...box, colour: colourOf(type), fields: fieldsOf(box) };
  });
  return { boxes, wires: layOutWires(sketch.edges, boxes) };
}

/** Lines for the fields of a node, leaving room for its output at the bottom. */
function fieldsOf({ width, height }: { width: number; height: number }): number[] {
  if (width < SMALLEST_DETAILED.width || height < SMALLEST_DETAILED.height) return [];
  const count = Math.min(MOST_FIELDS, Math.floor((height - HEAD - 5) / FIELD));
  return Array.from({ length: Math.max(0, count) }, (_, index) => HEAD + index * FIELD);
}

/** Wires begin low on the right, where outputs are, and end on the left, those into one node below each other. */
function layOutWires(edges: GraphSketch["edges"], boxes: readonly SketchBox[]): SketchWire[] {
  const drawn = edges.flatMap(([from, to]) => {
    const source = boxes[from];
    const target = boxes[to];
    return source && target ? [{ source, target }] : [];
  });
  const into = new Map<SketchBox, { count: number; drawn: number }>();
  for (const { target } of drawn) into.set(target, { count: (into.get(target)?.count ?? 0) + 1, drawn: 0 });
  return drawn.map(({ source, target }) => {
    const ends = into.get(target) ?? { count: 1, drawn: 0 };
    ends.drawn += 1;
    const share = ends.drawn / (ends.count + 1);
    const from = {
      x: round(source.x + source.width),
      y: round(source.y + source.height - Math.min(5, source.height / 2)),
    };
    const to = { x: target.x, y: round(target.y + target.height * share) };
    return { path: wirePath(from, to), colour: source.colour, from, to };
  });
}

function wirePath(from: SketchWire["from"], to: SketchWire["to"]): string {
  const bend = round(Math.max(6, Math.abs(to.x - from.x) / 2));
  return `M${from.x} ${from.y}C${round(from.x + bend)} ${from.y} ${round(to.x - bend)} ${to.y} ${to.x} ${to.y}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
