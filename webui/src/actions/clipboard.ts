import type { Action } from "@/actions/action";
import { showHint, useView } from "@/canvas/view";
import { useDocument } from "@/document/document";
import { pasteText, removeSelection } from "@/document/edits";
import { copyText } from "@/document/graph";

const hasSelection = () => useDocument.getState().selectedNodes.size > 0;

/** The last text copied here, for windows that may not read the system's clipboard by menu. */
let kept = "";

/** The selection as JSON text. */
export function selectionText(): string {
  const { nodes, edges, selectedNodes } = useDocument.getState();
  kept = copyText(nodes, edges, selectedNodes);
  return kept;
}

/** Pastes text at the pointer; says so when it is no flow. */
export function pasteHere(text: string, keepIncoming = false): void {
  const camera = useView.getState().camera;
  const screen = camera?.pointer() ?? { x: 200, y: 200 };
  const at = camera?.toFlow(screen) ?? { x: 0, y: 0 };
  if (pasteText(text, { x: Math.round(at.x), y: Math.round(at.y) }, keepIncoming)) return;
  showHint("The clipboard holds no nodes. Copy some here, or the text of a flow file.", screen);
}

async function write(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Not allowed here: `kept` still serves this window.
  }
}

async function readText(): Promise<string> {
  try {
    return (await navigator.clipboard.readText()) || kept;
  } catch {
    return kept;
  }
}

/** Copies the selected nodes as JSON text. Keys are handled by the window's copy event, which needs no permission. */
export const copy: Action = {
  name: "copy",
  label: "Copy",
  group: "Edit",
  shortcuts: ["Ctrl C"],
  isEnabled: hasSelection,
  perform: () => write(selectionText()),
};

/** Copies the selected nodes and deletes them. */
export const cut: Action = {
  name: "cut",
  label: "Cut",
  group: "Edit",
  shortcuts: ["Ctrl X"],
  isEnabled: hasSelection,
  perform: async () => {
    const text = selectionText();
    removeSelection();
    await write(text);
  },
};

/** Pastes nodes at the pointer. */
export const paste: Action = {
  name: "paste",
  label: "Paste",
  group: "Edit",
  shortcuts: ["Ctrl V"],
  perform: async () => pasteHere(await readText()),
};

/** Pastes nodes and keeps the wires into them from nodes that are still there. */
export const pasteWithWires: Action = {
  name: "paste_with_wires",
  label: "Paste and keep incoming wires",
  group: "Edit",
  shortcuts: ["Ctrl Shift V"],
  perform: async () => pasteHere(await readText(), true),
};

/** Copies the selection beside itself. */
export const duplicate: Action = {
  name: "duplicate",
  label: "Duplicate",
  group: "Edit",
  shortcuts: ["Ctrl D"],
  isEnabled: hasSelection,
  perform: () => {
    const { nodes, edges, selectedNodes } = useDocument.getState();
    const chosen = nodes.filter(({ id }) => selectedNodes.has(id));
    const x = Math.min(...chosen.map(({ position }) => position.x)) + 40;
    const y = Math.min(...chosen.map(({ position }) => position.y)) + 40;
    pasteText(copyText(nodes, edges, selectedNodes), { x, y });
  },
};

/** The keys of copy, cut and paste arrive as the window's clipboard events: gives their handlers for the canvas. */
export function onClipboardEvent(event: ClipboardEvent): void {
  const target = event.target as Element | null;
  if (target?.closest?.("input, textarea, select, [contenteditable=true]")) return;
  const isElsewhere = target && target !== document.body && !target.closest("[data-canvas]");
  const hasText = (window.getSelection()?.toString() ?? "") !== "";
  if (isElsewhere || (event.type !== "paste" && (hasText || !hasSelection()))) return;
  event.preventDefault();
  if (event.type === "paste") {
    pasteHere(event.clipboardData?.getData("text/plain") || kept);
    return;
  }
  event.clipboardData?.setData("text/plain", selectionText());
  if (event.type === "cut") removeSelection();
}
