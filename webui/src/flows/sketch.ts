import type { GraphSketch } from "@/flows/flow_summary";

/** A node of the drawing, in drawing units. */
export interface SketchBox {
  x: number;
  y: number;
  width: number;
  height: number;
  /** The token that colours its head, for instance `--type-message`. */
  colour: string;
}

/** Boxes and wires that fit into the asked size. */
export interface SketchDrawing {
  boxes: SketchBox[];
  wires: { path: string; colour: string }[];
}

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
  const boxes = sketch.nodes.map(([x, y, w, h, type]) => ({
    x: round(offsetX + (x - left) * scale),
    y: round(offsetY + (y - top) * scale),
    width: round(Math.max(4, w * scale)),
    height: round(Math.max(3, h * scale)),
    colour: colourOf(type),
  }));
  const wires = sketch.edges.flatMap(([from, to]) => {
    const source = boxes[from];
    const target = boxes[to];
    return source && target ? [{ path: wirePath(source, target), colour: source.colour }] : [];
  });
  return { boxes, wires };
}

function wirePath(source: SketchBox, target: SketchBox): string {
  const x1 = source.x + source.width;
  const y1 = round(source.y + source.height / 2);
  const x2 = target.x;
  const y2 = round(target.y + target.height / 2);
  const bend = round(Math.max(6, Math.abs(x2 - x1) / 2));
  return `M${round(x1)} ${y1}C${round(x1 + bend)} ${y1} ${round(x2 - bend)} ${y2} ${x2} ${y2}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
