import type { CanvasEdge } from "@/canvas/edge";
import type { CanvasNode } from "@/canvas/node";
import type { Rect } from "@/canvas/snap";
import type { TypeFamily } from "@/canvas/value_types";
import { wireReach } from "@/canvas/wire_path";
import type { VertexStatus } from "@/runs/run";

/** Colours as the theme has them now, resolved, since a drawing surface knows no variables. */
export interface Palette {
  surface: string;
  header: string;
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
    header: color("line"),
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
function handleAt(node: CanvasNode | undefined, name: string | null | undefined, type: "source" | "target") {
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
const BORDER = 5;
const MARK = 14;
const HEADER = 52;

/** Draws nodes as plain boxes. `statusOf` tells how a node fared in the last run. */
export function paintNodes(
  context: CanvasRenderingContext2D,
  nodes: readonly CanvasNode[],
  seen: Rect,
  palette: Palette,
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
    fill(mark ?? palette.header, rect, mark ? MARK : BORDER);
    fill(palette.surface, rect, 0);
    context.fillStyle = palette.header;
    context.fillRect(
      rect.x + RADIUS / 2,
      rect.y + BORDER,
      rect.width - RADIUS,
      Math.min(HEADER, rect.height - 2 * BORDER),
    );
  }
}

/** The box of a node. */
export function rectOf({ position, width = 0, height = 0 }: Pick<CanvasNode, "position" | "width" | "height">): Rect {
  return { ...position, width, height };
}

/** Do two boxes share any place? */
export function overlaps(a: Rect, b: Rect): boolean {
  return a.x < b.x + b.width && a.x + a.width > b.x && a.y < b.y + b.height && a.y + a.height > b.y;
}
