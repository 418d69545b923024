import type { FieldTemplate, FlowNode, OutputTemplate } from "@/api/flow_data";
import { fieldsOf, isNote, outputsOf } from "@/document/graph";
import { isTool, takesWire } from "@/document/handles";
import { kindOf } from "@/inputs/kind";

/** Width of every node. Heights follow from the face, so that nothing has to be mounted to be measured. */
export const NODE_WIDTH = 264;

const HEADER = 36;
const LABEL = 18;
const CONTROL = 28;
const AREA = 64;
const GAP = 8;
const PREVIEW = 48;
const ERROR = 44;
const OUTPUT = 30;
const MORE = 22;
const NOTE = 18;

/** What a field shows on the face: its source, an editor of one line or several, a switch, or only its name and handle. */
export type RowKind = "wired" | "line" | "area" | "switch" | "handle";

/** One field on a node's face. Lengths in canvas pixels from the node's upper edge. */
export interface FaceRow {
  key: string;
  field: FieldTemplate;
  kind: RowKind;
  top: number;
  height: number;
  /** Middle of its handle; null when it takes no wire. */
  handleY: number | null;
}

/** One output on a node's face. */
export interface FaceOutput {
  output: OutputTemplate;
  top: number;
  handleY: number;
}

/** Where everything on a node is, computed from its content alone. */
export interface Face {
  width: number;
  height: number;
  rows: readonly FaceRow[];
  /** Number of fields that only the dock shows, and where that is said. */
  more: { count: number; top: number } | null;
  error: { top: number; height: number } | null;
  offer: { top: number; height: number } | null;
  /** One line that the run said about the node. */
  note: { top: number; height: number } | null;
  preview: { top: number; height: number } | null;
  outputs: readonly FaceOutput[];
  isMinimised: boolean;
}

/** What a node shows beyond its own content. */
export interface FaceExtras {
  /** Keys of fields that have a wire. */
  wired: ReadonlySet<string>;
  hasError: boolean;
  hasPreview: boolean;
  hasNote: boolean;
  /** A local model is offered in place of a vendor without a key. */
  hasOffer: boolean;
}

/** Computes a node's face. */
export function faceOf(node: FlowNode, extras: FaceExtras): Face {
  if (isNote(node)) return noteFace(node);
  if (node.data.showNode === false) return minimisedFace(node, extras);
  let top = HEADER;
  const error = extras.hasError ? { top, height: ERROR } : null;
  if (error) top += ERROR + 4;
  const offer = extras.hasOffer ? { top, height: CONTROL } : null;
  if (offer) top += CONTROL + 6;

  const asTool = isTool(node.data.node);
  const rows: FaceRow[] = [];
  let hidden = 0;
  for (const { key, field } of fieldsOf(node.data.node)) {
    const isWired = extras.wired.has(key);
    if ((field.advanced && !isWired) || (asTool && field.tool_mode)) {
      hidden++;
      continue;
    }
    const kind = rowKind(field, isWired);
    if (kind === "handle" && !takesWire(field)) {
      hidden++;
      continue;
    }
    const height = rowHeight(kind);
    const canWire = takesWire(field) || isWired;
    rows.push({ key, field, kind, top, height, handleY: canWire ? top + handleOffset(kind) : null });
    top += height + (kind === "handle" || kind === "switch" ? 2 : GAP);
  }

  const more = hidden > 0 ? { count: hidden, top } : null;
  if (more) top += MORE + 4;
  const note = extras.hasNote ? { top, height: NOTE } : null;
  if (note) top += NOTE + 4;
  const preview = extras.hasPreview ? { top, height: PREVIEW } : null;
  if (preview) top += PREVIEW + 10;

  const outputs = outputsOf(node).map((output, index) => ({
    output,
    top: top + index * OUTPUT,
    handleY: top + index * OUTPUT + OUTPUT / 2,
  }));
  const height = top + outputs.length * OUTPUT + (outputs.length ? 0 : 4);
  return { width: NODE_WIDTH, height, rows, more, error, offer, note, preview, outputs, isMinimised: false };
}

function rowKind(field: FieldTemplate, isWired: boolean): RowKind {
  if (isWired) return "wired";
  const kind = kindOf(field);
  if (kind === "handle") return "handle";
  if (kind === "bool") return "switch";
  return kind === "multiline" || kind === "prompt" || kind === "json" ? "area" : "line";
}

function rowHeight(kind: RowKind): number {
  if (kind === "wired") return LABEL + 22;
  if (kind === "area") return LABEL + AREA;
  if (kind === "line") return LABEL + CONTROL;
  return CONTROL;
}

function handleOffset(kind: RowKind): number {
  if (kind === "wired") return LABEL + 11;
  if (kind === "area" || kind === "line") return LABEL + CONTROL / 2;
  return CONTROL / 2;
}

function minimisedFace(node: FlowNode, extras: FaceExtras): Face {
  const rows = fieldsOf(node.data.node)
    .filter(({ key, field }) => extras.wired.has(key) || (!field.advanced && takesWire(field)))
    .map(({ key, field }): FaceRow => ({ key, field, kind: "handle", top: 0, height: HEADER, handleY: HEADER / 2 }));
  const outputs = outputsOf(node).map((output) => ({ output, top: 0, handleY: HEADER / 2 }));
  return {
    width: NODE_WIDTH,
    height: HEADER,
    rows,
    more: null,
    error: null,
    offer: null,
    note: null,
    preview: null,
    outputs,
    isMinimised: true,
  };
}

function noteFace(node: FlowNode): Face {
  const style = node.style as { width?: unknown; height?: unknown } | undefined;
  const width = size(node.width) ?? size(style?.width) ?? 264;
  const height = size(node.height) ?? size(style?.height) ?? 160;
  return {
    width,
    height,
    rows: [],
    more: null,
    error: null,
    offer: null,
    note: null,
    preview: null,
    outputs: [],
    isMinimised: false,
  };
}

function size(value: unknown): number | undefined {
  const number = typeof value === "string" ? Number.parseFloat(value) : value;
  return typeof number === "number" && Number.isFinite(number) && number > 0 ? number : undefined;
}

type Rect = { x: number; y: number; width: number; height: number };

/** A free spot near `wanted` for a node of the given size: moved down (then right) while it lies on another. */
export function freeSpot(
  wanted: { x: number; y: number },
  size: { width: number; height: number },
  taken: readonly Rect[],
): { x: number; y: number } {
  let { x, y } = wanted;
  for (let tries = 0; tries < 200; tries++) {
    const hit = taken.find(
      (rect) =>
        x < rect.x + rect.width + 16 &&
        x + size.width + 16 > rect.x &&
        y < rect.y + rect.height + 16 &&
        y + size.height + 16 > rect.y,
    );
    if (!hit) break;
    y = hit.y + hit.height + 24;
    if (y - wanted.y > 2400) {
      y = wanted.y;
      x += size.width + 40;
    }
  }
  return { x: Math.round(x), y: Math.round(y) };
}
