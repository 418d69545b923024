import { type MouseEvent, useState } from "react";
import type { Action } from "@/actions/action";
import { addNodeHere } from "@/actions/add_node";
import { addNoteHere } from "@/actions/add_note";
import { copy, cut, duplicate, paste } from "@/actions/clipboard";
import { freeze } from "@/actions/freeze";
import { linkNode } from "@/actions/link_node";
import { minimise } from "@/actions/minimise";
import { remove } from "@/actions/remove";
import { rename } from "@/actions/rename";
import { runNode, selectedComponent } from "@/actions/run_node";
import { selectAll } from "@/actions/select";
import { tidy } from "@/actions/tidy";
import { toolMode } from "@/actions/tool_mode";
import { fitFlow } from "@/actions/zoom";
import { select, useDocument } from "@/canvas/document";
import { setNote } from "@/canvas/edits";
import { isNote } from "@/canvas/graph";
import { isTool } from "@/canvas/handles";
import { NOTE_COLORS } from "@/canvas/note";
import type { MenuEntries, MenuEntry } from "@/ui/menu";

/** What the right button offers: for the canvas, a node, a note, a selection, a wire. Opening it over a thing selects that. */
export function useCanvasMenu() {
  const [entries, setEntries] = useState<MenuEntries>([]);
  const onOpen = (event: MouseEvent) => {
    const target = event.target as Element;
    const nodeId = target.closest(".react-flow__node")?.getAttribute("data-id");
    const edgeId = target.closest(".react-flow__edge")?.getAttribute("data-id");
    const { selectedNodes, nodes } = useDocument.getState();
    if (nodeId) {
      if (!selectedNodes.has(nodeId)) select([nodeId]);
      const node = nodes.find(({ id }) => id === nodeId);
      const count = useDocument.getState().selectedNodes.size;
      setEntries(count > 1 ? forSelection() : node && isNote(node) ? forNote(nodeId) : forNode());
    } else if (edgeId) {
      select([], [edgeId]);
      setEntries([entry(remove, "Delete wire")]);
    } else if (target.closest(".react-flow__nodesselection")) setEntries(forSelection());
    else setEntries(forCanvas());
  };
  return { entries, onOpen };
}

function entry(action: Action, label = action.label): MenuEntry {
  return {
    label,
    shortcut: action.shortcuts[0],
    isDisabled: action.isEnabled ? !action.isEnabled() : false,
    isDanger: action === remove,
    onSelect: () => void action.perform(),
  };
}

function forNode(): MenuEntries {
  const node = selectedComponent();
  const minimiseWord = node?.data.showNode === false ? "Open" : "Minimise";
  const freezeWord = node?.data.node?.frozen ? "Thaw" : "Freeze";
  return [
    entry(runNode),
    entry(linkNode),
    null,
    entry(rename, "Rename"),
    entry(duplicate),
    entry(copy),
    entry(cut),
    null,
    entry(minimise, minimiseWord),
    entry(freeze, freezeWord),
    ...(toolMode.isEnabled?.() ? [entry(toolMode, isTool(node?.data.node) ? "Use as a step" : "Use as a tool")] : []),
    null,
    entry(remove, "Delete"),
  ];
}

function forSelection(): MenuEntries {
  return [entry(duplicate), entry(copy), entry(cut), entry(tidy), null, entry(remove, "Delete")];
}

function forNote(id: string): MenuEntries {
  const colors = NOTE_COLORS.map(
    (color): MenuEntry => ({
      label: color.charAt(0).toUpperCase() + color.slice(1),
      onSelect: () => setNote(id, { color }),
    }),
  );
  return [entry(duplicate), entry(copy), entry(cut), null, "Colour", ...colors, null, entry(remove, "Delete")];
}

function forCanvas(): MenuEntries {
  return [entry(addNodeHere), entry(addNoteHere), entry(paste), null, entry(selectAll), entry(fitFlow), entry(tidy)];
}
