import { type MouseEvent, useState } from "react";
import type { Action } from "@/actions/action";
import { addNodeHere } from "@/actions/add_node";
import { addNoteHere } from "@/actions/add_note";
import { bypass } from "@/actions/bypass";
import { copy, cut, duplicate, paste, pasteWithWires } from "@/actions/clipboard";
import { find } from "@/actions/find";
import { freeze, freezePath } from "@/actions/freeze";
import { group, ungroup } from "@/actions/group";
import { inspectNode } from "@/actions/inspect";
import { linkNode } from "@/actions/link_node";
import { lock } from "@/actions/lock";
import { minimise } from "@/actions/minimise";
import { peek } from "@/actions/peek";
import { pin } from "@/actions/pin";
import { remove, removeBridging } from "@/actions/remove";
import { rename } from "@/actions/rename";
import { runNode, selectedComponent } from "@/actions/run_node";
import { saveComponent, saveToComponent, updateEverywhere } from "@/actions/save_component";
import { selectAll, selectDownstream, selectUpstream } from "@/actions/select";
import { tidy } from "@/actions/tidy";
import { toolMode } from "@/actions/tool_mode";
import { replaceComponent, updateComponent } from "@/actions/update_component";
import { fitFlow } from "@/actions/zoom";
import type { FlowNode } from "@/api/flow_data";
import { NOTE_COLORS } from "@/canvas/note";
import { showNode } from "@/canvas/show_node";
import { useView } from "@/canvas/view";
import { select, useDocument } from "@/document/document";
import { nodeById, setNote, setOutputHidden } from "@/document/edits";
import { exposables, setExposed } from "@/document/exposing";
import { isBypassed, isGroup, isNote, nodeName, pinnedOutputs } from "@/document/graph";
import { isTool, sourceName } from "@/document/handles";
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
      setEntries(forWire(edgeId, { x: event.clientX, y: event.clientY }));
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

/** The acts on the selected node. */
export function forNode(): MenuEntries {
  const node = selectedComponent();
  const component = node?.data.node;
  return [
    entry(runNode),
    entry(peek),
    entry(inspectNode, node && isGroup(node) ? "Open group" : "Open in the dock"),
    entry(linkNode),
    null,
    entry(rename, "Rename"),
    entry(duplicate),
    entry(copy),
    entry(cut),
    ...(node && isGroup(node) ? [entry(ungroup)] : []),
    null,
    entry(minimise, node?.data.showNode === false ? "Open up" : "Minimise"),
    entry(bypass, node && isBypassed(node) ? "Use again" : "Bypass"),
    entry(freeze, component?.frozen ? "Thaw" : "Freeze"),
    entry(freezePath),
    entry(pin, node && pinnedOutputs(node) ? "Unpin output" : "Pin output"),
    ...(toolMode.isEnabled?.() ? [entry(toolMode, isTool(component) ? "Use as a step" : "Use as a tool")] : []),
    ...(updateComponent.isEnabled?.() ? [entry(updateComponent, "Update…")] : []),
    entry(replaceComponent, "Replace with…"),
    entry(saveComponent),
    ...(saveToComponent.isEnabled?.() ? [entry(saveToComponent), entry(updateEverywhere)] : []),
    ...(node ? outputEntries(node) : []),
    ...(node ? onTheGroup(node.id) : []),
    null,
    { label: "Select", entries: [entry(selectUpstream), entry(selectDownstream)] },
    null,
    entry(removeBridging, "Delete and bridge"),
    entry(remove, "Delete"),
  ];
}

/** Of a node with several outputs: which of them it shows. One that a wire leaves cannot be hidden. */
function outputEntries({ id, data }: FlowNode): MenuEntries {
  const outputs = data.node?.outputs ?? [];
  if (outputs.length < 2) return [];
  const used = new Set(useDocument.getState().edges.flatMap((edge) => (edge.source === id ? [sourceName(edge)] : [])));
  const entries = outputs.map(
    ({ name, display_name, hidden }): MenuEntry => ({
      label: display_name ?? name,
      isChecked: !hidden,
      isDisabled: used.has(name),
      onSelect: () => setOutputHidden(id, name, !hidden),
    }),
  );
  return [{ label: "Outputs", entries }];
}

/** Inside of a group: which fields of a node the group shows. */
function onTheGroup(nodeId: string): MenuEntries {
  const all = exposables(nodeId);
  if (!all.length) return [];
  const entries = all.map(
    ({ key, label, isExposed }): MenuEntry => ({
      label,
      isChecked: isExposed,
      onSelect: () => setExposed(nodeId, key, !isExposed),
    }),
  );
  return [{ label: "Show on the group", entries }];
}

function forSelection(): MenuEntries {
  return [
    entry(group, "Group"),
    ...(ungroup.isEnabled?.() ? [entry(ungroup)] : []),
    entry(tidy),
    null,
    entry(duplicate),
    entry(copy),
    entry(cut),
    null,
    entry(minimise),
    entry(bypass),
    entry(freeze),
    null,
    entry(removeBridging, "Delete and bridge"),
    entry(remove, "Delete"),
  ];
}

/** A wire: put a node into it, go to its ends, delete it. */
function forWire(id: string, screen: { x: number; y: number }): MenuEntries {
  const edge = useDocument.getState().edges.find((each) => each.id === id);
  const source = edge && nodeById(edge.source);
  const target = edge && nodeById(edge.target);
  const ends = [source, target].filter((node) => node !== undefined);
  return [
    {
      label: "Put a node here…",
      onSelect: () => {
        const at = useView.getState().camera?.toFlow(screen) ?? { x: 0, y: 0 };
        // After the menu has closed and given back the focus.
        setTimeout(() =>
          useView.setState({
            quickAdd: { screen, at: { x: at.x - 132, y: at.y - 40 }, from: null, into: id, onlyFitting: true },
          }),
        );
      },
    },
    null,
    ...ends.map((node): MenuEntry => ({ label: `Go to ${nodeName(node)}`, onSelect: () => showNode(node.id) })),
    null,
    entry(remove, "Delete wire"),
  ];
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
  const isLocked = useDocument.getState().flow?.locked === true;
  return [
    entry(addNodeHere),
    entry(addNoteHere),
    null,
    entry(paste),
    entry(pasteWithWires),
    null,
    entry(selectAll),
    entry(find),
    entry(fitFlow),
    entry(tidy),
    null,
    entry(lock, isLocked ? "Unlock the flow" : "Lock the flow"),
  ];
}
