import { isMessage } from "@/runs/preview";

/** A way to show a value. */
export type ValueKind = "text" | "table" | "json" | "image";

/** The ways in which a value can be shown, the best first. */
export function kindsOf(value: unknown): readonly ValueKind[] {
  const hasImage = imagesOf(value).length > 0;
  if (typeof value !== "object" || value === null) return hasImage ? ["image", "text"] : ["text"];
  if (hasImage) return ["image", "json"];
  if (isMessage(value)) return ["text", "json"];
  if (rowsOf(value)) return ["table", "json"];
  return isPlainText(value) ? ["text", "json"] : ["json"];
}

/** Addresses of the images that a value is or carries: an image written out as a data address, or stored files of a message. */
export function imagesOf(value: unknown): string[] {
  if (typeof value === "string") return /^data:image\/(png|jpeg|gif|webp|svg\+xml);/.test(value) ? [value] : [];
  if (!isMessage(value)) return [];
  const { files } = value as { files?: unknown };
  const paths = Array.isArray(files) ? files.filter((path): path is string => typeof path === "string") : [];
  return [
    ...imagesOf(value.text),
    ...paths
      .filter((path) => /\.(png|jpe?g|gif|webp|bmp|svg)$/i.test(path))
      .map((path) => `/api/v1/files/images/${path.split("/").map(encodeURIComponent).join("/")}`),
  ];
}

/** Data with nothing but a text. */
function isPlainText(value: object): boolean {
  return "text" in value && typeof value.text === "string" && Object.keys(value).length === 1;
}

/** Records of a list (or of a list of data, under `data`), or null when it is no table. */
export function rowsOf(value: unknown): readonly Record<string, unknown>[] | null {
  if (!Array.isArray(value) || value.length === 0) return null;
  const rows = value.map((entry: unknown) =>
    isRecord(entry) && isRecord(entry.data) && Object.keys(entry).length <= 3 ? entry.data : entry,
  );
  return rows.every(isRecord) ? rows : null;
}

/** All keys of the rows, in the order in which they appear. */
export function columnsOf(rows: readonly Record<string, unknown>[]): string[] {
  return [...new Set(rows.flatMap((row) => Object.keys(row)))];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A value in one text, for the clipboard. */
export function copyText(value: unknown): string {
  if (typeof value === "string") return value;
  if (isMessage(value)) return value.text;
  return JSON.stringify(value, null, 2) ?? "";
}
