import type { BuiltData } from "@/runs/events";

/** More than two lines of a node hold. */
export const PREVIEW_LENGTH = 240;

/** The first lines of what a vertex gave, as text; undefined when nothing of it can be shown. */
export function previewOf(data: BuiltData): string | undefined {
  for (const output of Object.values(data.outputs ?? {})) {
    if (output.type === "unknown" || output.type === "error") continue;
    const text = textOf(output.message);
    if (text) return plainStart(text);
  }
  return undefined;
}

/** The first lines of a text without the marks of Markdown, which say nothing in two lines. */
export function plainStart(text: string): string {
  return text
    .slice(0, PREVIEW_LENGTH)
    .replaceAll(/\*\*|__|```\w*|`/g, "")
    .replaceAll(/^#{1,6} /gm, "")
    .trimStart();
}

/** A value in one text: messages and texts as they are, all else as JSON. */
export function textOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "string") return value.trim();
  if (typeof value !== "object") return String(value);
  if (isMessage(value)) return value.text.trim();
  return JSON.stringify(value);
}

/** Is it a message, which is shown by its text? */
export function isMessage(value: unknown): value is { text: string } {
  return (
    typeof value === "object" &&
    value !== null &&
    "text" in value &&
    typeof value.text === "string" &&
    ("session_id" in value || "files" in value || "sender" in value)
  );
}
