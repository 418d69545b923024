import type { CanvasEdge } from "@/canvas/edge";
import type { CanvasNode } from "@/canvas/node";
import type { Rect } from "@/canvas/snap";
import { NAMES_FROM } from "@/canvas/view";
import { wireReach } from "@/canvas/wire_path";
import { nodeName } from "@/document/graph";
import { familyOf, type TypeFamily } from "@/document/value_types";
import type { VertexStatus } from "@/runs/run";

/** Colours as the theme has them now, resolved, since a drawing surface knows no variables. */
export interface Palette {
  surface: string;
  text: string;
  edge: string;
  selected: string;
  note: string;
  status: Partial<Record<VertexStatus, string>>;
  families: Record<TypeFamily, string>;
}

const FAMILIES: readonly TypeFamily[] = [
  "message",
  "data",
  "table",
  "tool",
  "model",
  "embeddings",
  "store",
  "memory",
  "other",
];

let known: { theme: string; palette: Palette } | null = null;

/** The colours of the theme. Read from the page once for each theme, since reading them lays the page out. */
export function currentPalette(): Palette {
  const isDark = window.matchMedia("(prefers-color-scheme: dark)").matches;
  const theme = `${document.documentElement.dataset.theme} ${isDark}`;
  if (known?.theme !== theme) known = { theme, palette: readPalette() };
  return known.palette;
}

function readPalette(): Palette {
  const probe = document.createElement("i");
  probe.hidden = true;
  document.body.append(probe);
  const color = (token: string) => {
    probe.style.color = `var(--${token})`;
    return getComputedStyle(probe).color;
  };
  const palette: Palette = {
    surface: color("surface"),
    text: color("text"),
    edge: color("line-strong"),
    selected: color("accent"),
    note: color("note-amber"),
    status: { error: color("error"), running: color("running"), queued: color("line-strong"), ok: color("ok") },
    families: Object.fromEntries(FAMILIES.map((family) => [family, color(`type-${family}`)])) as Palette["families"],
  };
  probe.remove();
  return palette;
}

/** The middle of a handle, in canvas units; null when the node has no such handle. */
export function handleAt(node: CanvasNode | undefined, name: string | null | undefined, type: "source" | "target") {
  const handle = node?.handles?.find((each) => each.id === name && each.type === type);
  if (!node || !handle) return null;
  return {
    x: node.position.x + handle.x + (handle.width ?? 0) / 2,
    y: node.position.y + handle.y + (handle.height ?? 0) / 2,
  };
}

/** Draws wires; `width` is in canvas units. Each is a path of its own: a drawing surface fills long paths slowly. */
export function paintWires(
  context: CanvasRenderingContext2D,
  edges: readonly CanvasEdge[],
  byId: ReadonlyMap<string, CanvasNode>,
  seen: Rect,
  palette: Palette,
  width: number,
): void {
  context.lineWidth = width;
  context.globalAlpha = 0.7;
  for (const edge of edges) {
    const from = handleAt(byId.get(edge.source), edge.sourceHandle, "source");
    const to = handleAt(byId.get(edge.target), edge.targetHandle, "target");
    if (!from || !to || !overlaps(boxOf(from, to), seen)) continue;
    const reach = wireReach(from.x, to.x);
    context.strokeStyle = palette.families[edge.data?.family ?? "other"];
    context.beginPath();
    context.moveTo(from.x, from.y);
    context.bezierCurveTo(from.x + reach, from.y, to.x - reach, to.y, to.x, to.y);
    context.stroke();
  }
  context.globalAlpha = 1;
}

function boxOf(a: { x: number; y: number }, b: { x: number; y: number }): Rect {
  return {
    x: Math.min(a.x, b.x) - 220,
    y: Math.min(a.y, b.y),
    width: Math.abs(a.x - b.x) + 440,
    height: Math.abs(a.y - b.y) + 1,
  };
}

const RADIUS = 28;
const MARK = 14;
const BAR = 20;

/** Draws nodes as plain boxes, edged by a line of one pixel. `statusOf` tells how a node fared in the last run. */
export function paintNodes(
  context: CanvasRenderingContext2D,
  nodes: readonly CanvasNode[],
  seen: Rect,
  palette: Palette,
  zoom: number,
  statusOf: (id: string) => VertexStatus | undefined,
): void {
  const fill = (color: string, { x, y, width, height }: Rect, grow: number) => {
    context.fillStyle = color;
    context.beginPath();
    context.roundRect(x - grow, y - grow, width + 2 * grow, height + 2 * grow, RADIUS + grow);
    context.fill();
  };
  for (const node of nodes) {
    const rect = rectOf(node);
    if (!overlaps(rect, seen)) continue;
    if (node.type === "note") {
      fill(palette.note, rect, 0);
      continue;
    }
    const status = statusOf(node.id);
    const mark = node.selected ? palette.selected : status ? palette.status[status] : undefined;
    fill(mark ?? palette.edge, rect, mark ? MARK : 1 / zoom);
    fill(palette.surface, rect, 0);
    if (zoom >= NAMES_FROM) continue;
    // In place of the name, a bar in the colour of what the node gives.
    const [output] = node.data.face.outputs;
    context.fillStyle = palette.families[familyOf(output?.output.types)];
    context.beginPath();
    context.roundRect(rect.x + BAR, rect.y + BAR, rect.width / 2, BAR, BAR / 2);
    context.fill();
  }
}

/** Letters and lines of names, and what stays free beside them, in pixels. */
const NAME_SIZE = 11;
const NAME_LINE = 13;
const NAME_SPACE = 4;

/** The name's lines by name and room, so that a moving camera measures nothing anew. */
const wrapped = new Map<string, string[]>();
const MOST_WRAPPED = 4000;

/** Writes names into their boxes, as large on the screen at every zoom; `x` and `y` place the canvas, in pixels. */
export function paintNames(
  context: CanvasRenderingContext2D,
  nodes: readonly CanvasNode[],
  seen: Rect,
  palette: Palette,
  { x, y, zoom }: { x: number; y: number; zoom: number },
): void {
  context.font = `600 ${NAME_SIZE}px ${getComputedStyle(document.body).fontFamily}`;
  context.fillStyle = palette.text;
  context.textAlign = "center";
  context.textBaseline = "middle";
  if (wrapped.size > MOST_WRAPPED) wrapped.clear();
  for (const node of nodes) {
    const rect = rectOf(node);
    if (node.type === "note" || !overlaps(rect, seen)) continue;
    const name = nodeName(node.data.node);
    const width = Math.round(rect.width * zoom) - 2 * NAME_SPACE;
    const most = Math.floor((rect.height * zoom - NAME_SPACE) / NAME_LINE);
    const known = `${width} ${name}`;
    const lines = wrapped.get(known) ?? wrap(context, name, width);
    wrapped.set(known, lines);
    const shown = lines.slice(0, Math.max(1, most));
    const middle = y + (rect.y + rect.height / 2) * zoom;
    shown.forEach((line, index) => {
      const offset = (index - (shown.length - 1) / 2) * NAME_LINE;
      context.fillText(line, x + (rect.x + rect.width / 2) * zoom, middle + offset);
    });
  }
}

/** The words of a name in lines of at most this width; a word that is wider than a line is cut. */
function wrap(context: CanvasRenderingContext2D, name: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of name.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && context.measureText(`${last} ${word}`).width <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(cut(context, word, width));
  }
  return lines;
}

function cut(context: CanvasRenderingContext2D, word: string, width: number): string {
  if (context.measureText(word).width <= width) return word;
  let kept = word.length - 1;
  while (kept > 1 && context.measureText(`${word.slice(0, kept)}…`).width > width) kept -= 1;
  return `${word.slice(0, kept)}…`;
}

/** The box of a node. */
export function rectOf({ position, width = 0, height = 0 }: Pick<CanvasNode, "position" | "width" | "height">): Rect {
  return { ...position, width, height };
}

/** Do two boxes share any place? */
export function overlaps(a: Rect, b: Rect): boolean {
  return a.x < b.x + b.width && a.x + a.width > b.x && a.y < b.y + b.height && a.y + a.height > b.y;
}
