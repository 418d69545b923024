import type { Action } from "@/actions/action";
import { useView } from "@/canvas/view";
import { select, useDocument } from "@/document/document";
import { isNote } from "@/document/graph";

function goTo(id: string | undefined): void {
  if (!id) return;
  select([id]);
  useView.getState().camera?.reveal(id);
}

/** The node to begin with when none is selected: the leftmost, then topmost. */
function firstNode(): string | undefined {
  const nodes = useDocument.getState().nodes.filter((node) => !isNote(node));
  return nodes.toSorted((a, b) => a.position.x - b.position.x || a.position.y - b.position.y)[0]?.id;
}

function here(): string | undefined {
  const { selectedNodes } = useDocument.getState();
  return selectedNodes.size === 1 ? [...selectedNodes][0] : undefined;
}

function alongWire(direction: "back" | "forward"): void {
  const id = here();
  if (!id) {
    goTo(firstNode());
    return;
  }
  const { edges, nodes } = useDocument.getState();
  const next =
    direction === "back"
      ? edges.filter((edge) => edge.target === id).map(({ source }) => source)
      : edges.filter((edge) => edge.source === id).map(({ target }) => target);
  const byHeight = nodes.filter((node) => next.includes(node.id)).toSorted((a, b) => a.position.y - b.position.y);
  goTo(byHeight[0]?.id);
}

function vertically(step: 1 | -1): void {
  const id = here();
  if (!id) {
    goTo(firstNode());
    return;
  }
  const { nodes } = useDocument.getState();
  const from = nodes.find((node) => node.id === id);
  if (!from) return;
  const found = nodes
    .filter((node) => !isNote(node) && node.id !== id && (node.position.y - from.position.y) * step > 0)
    .map((node) => ({
      id: node.id,
      far: Math.abs(node.position.y - from.position.y) + Math.abs(node.position.x - from.position.x) * 2,
    }))
    .toSorted((a, b) => a.far - b.far);
  goTo(found[0]?.id);
}

const travels: [string, string, string, () => void][] = [
  ["go_to_source", "Go to what feeds this node", "ArrowLeft", () => alongWire("back")],
  ["go_to_target", "Go to what this node feeds", "ArrowRight", () => alongWire("forward")],
  ["go_up", "Go to the node above", "ArrowUp", () => vertically(-1)],
  ["go_down", "Go to the node below", "ArrowDown", () => vertically(1)],
];

/** Arrow keys move the selection along wires and between rows. */
export const travelActions: readonly Action[] = travels.map(([name, label, key, perform]) => ({
  name,
  label,
  group: "View",
  shortcuts: [key],
  perform,
}));
