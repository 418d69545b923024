import type { Action } from "@/actions/action";
import { useDocument } from "@/document/document";
import { moveNodes } from "@/document/edits";

function nudge(dx: number, dy: number): void {
  const { nodes, selectedNodes } = useDocument.getState();
  const moved = nodes.filter(({ id }) => selectedNodes.has(id));
  moveNodes(new Map(moved.map(({ id, position }) => [id, { x: position.x + dx, y: position.y + dy }])), "nudge");
}

const DIRECTIONS: [string, string, number, number][] = [
  ["left", "ArrowLeft", -1, 0],
  ["right", "ArrowRight", 1, 0],
  ["up", "ArrowUp", 0, -1],
  ["down", "ArrowDown", 0, 1],
];

/** Ctrl and arrows move the selection by 10, with Shift by 1. */
export const nudgeActions: readonly Action[] = DIRECTIONS.flatMap(([word, key, dx, dy]): Action[] => [
  {
    name: `nudge_${word}`,
    label: `Move ${word}`,
    group: "Node",
    shortcuts: [`Ctrl ${key}`],
    isEnabled: hasSelection,
    perform: () => nudge(dx * 10, dy * 10),
  },
  {
    name: `nudge_${word}_little`,
    label: `Move ${word} a little`,
    group: "Node",
    shortcuts: [`Ctrl Shift ${key}`],
    isEnabled: hasSelection,
    perform: () => nudge(dx, dy),
  },
]);

function hasSelection(): boolean {
  return useDocument.getState().selectedNodes.size > 0;
}
