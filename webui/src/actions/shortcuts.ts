import type { Action } from "@/actions/action";

/** The chord of a key press as actions write it: "Ctrl Shift Z", "Del", "ArrowLeft". Cmd counts as Ctrl. */
export function chordOf(event: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "shiftKey" | "altKey">): string {
  const names: Record<string, string> = { Delete: "Del", " ": "Space", Escape: "Esc" };
  const key = names[event.key] ?? (event.key.length === 1 ? event.key.toUpperCase() : event.key);
  // Shift is part of how signs are typed ("?"); it counts with letters and named keys only.
  const countsShift = key.length > 1 || /[A-Z]/.test(key);
  return [
    event.ctrlKey || event.metaKey ? "Ctrl" : "",
    event.altKey ? "Alt" : "",
    event.shiftKey && countsShift ? "Shift" : "",
    key,
  ]
    .filter(Boolean)
    .join(" ");
}

/** Does the event come from something that is typed into? */
function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest("input:not([type=checkbox]), textarea, select, [contenteditable=true]") !== null
  );
}

/** Is the canvas, or nothing at all, focused? */
function isOnCanvas(target: EventTarget | null): boolean {
  return target === document.body || (target instanceof Element && target.closest("[data-canvas]") !== null);
}

/** Chords that work while typing, too: they type nothing and edit no text. */
const ALWAYS = /^Ctrl (K|F|J|Enter|\.|S|,)$/;

/** Is it a field of the node in the dock? */
function isInNodeDock(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(".inspector-fields") !== null;
}

/** Chords that work in the fields of nodes, too, on their faces and in the dock, where they would otherwise only do what Enter does. */
const IN_NODES = /^Shift Enter$/;

/** The action that a key press means here, or undefined. */
export function actionFor(event: KeyboardEvent, actions: readonly Action[]): Action | undefined {
  const chord = chordOf(event);
  const action = actions.find((candidate) => candidate.shortcuts.includes(chord));
  if (!action) return undefined;
  if (ALWAYS.test(chord)) return action;
  // Space and Enter on a button press that button.
  if (event.target instanceof Element && event.target.closest("button") && /(Enter|Space)$/.test(chord))
    return undefined;
  if (IN_NODES.test(chord) && (isOnCanvas(event.target) || isInNodeDock(event.target))) return action;
  if (isTyping(event.target)) return undefined;
  if (!isOnCanvas(event.target) && !/^(Ctrl|F\d)/.test(chord)) return undefined;
  return action;
}
