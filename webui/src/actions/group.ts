import type { Action } from "@/actions/action";
import { chosenComponents, hasComponent } from "@/actions/chosen";
import { selectedComponent } from "@/actions/run_node";
import { showHint, useView } from "@/canvas/view";
import { closeGroup, openGroup, useDocument } from "@/document/document";
import { ungroup as dissolve, groupSelection } from "@/document/edits";
import { isGroup } from "@/document/graph";

/** Makes one node of the selected ones. */
export const group: Action = {
  name: "group",
  label: "Group selection",
  group: "Edit",
  shortcuts: ["Ctrl G"],
  keywords: "subflow combine",
  isEnabled: hasComponent,
  perform: () => {
    const reason = groupSelection();
    if (reason) showHint(reason, useView.getState().camera?.pointer() ?? { x: 80, y: 80 });
  },
};

/** Puts what the selected groups hold in their place. */
export const ungroup: Action = {
  name: "ungroup",
  label: "Ungroup",
  group: "Edit",
  shortcuts: ["Ctrl Shift G"],
  keywords: "subflow",
  isEnabled: () => chosenComponents().some(isGroup),
  perform: () =>
    dissolve(
      chosenComponents()
        .filter(isGroup)
        .map(({ id }) => id),
    ),
};

/** Shows what the selected group holds. */
export const enterGroup: Action = {
  name: "enter_group",
  label: "Open group",
  group: "View",
  shortcuts: [],
  keywords: "enter subflow inside",
  isEnabled: () => {
    const node = selectedComponent();
    return node !== undefined && isGroup(node);
  },
  perform: () => {
    const node = selectedComponent();
    if (node) openGroup(node.id);
  },
};

/** Shows what lies around the open group. */
export const leaveGroup: Action = {
  name: "leave_group",
  label: "Leave group",
  group: "View",
  shortcuts: [],
  keywords: "exit close subflow outside",
  isEnabled: () => useDocument.getState().outer.length > 0,
  perform: closeGroup,
};
