import type { Action } from "@/actions/action";
import { chosenComponents } from "@/actions/chosen";
import { selectedComponent } from "@/actions/run_node";
import { showUpdate } from "@/canvas/outdated";
import { openReplace } from "@/canvas/replacing";
import { shownNodes } from "@/canvas/shown";

/** Ids of the nodes on the canvas whose components have a newer form. */
function outdatedIds(): string[] {
  return shownNodes().flatMap(({ id, data }) => (data.isOutdated ? [id] : []));
}

function chosenOutdatedIds(): string[] {
  const chosen = new Set(chosenComponents().map(({ id }) => id));
  return outdatedIds().filter((id) => chosen.has(id));
}

/** Shows what an update of the selected nodes would change, and makes it. */
export const updateComponent: Action = {
  name: "update_component",
  label: "Update component…",
  group: "Node",
  shortcuts: [],
  keywords: "outdated newer version upgrade",
  isEnabled: () => chosenOutdatedIds().length > 0,
  perform: () => showUpdate(chosenOutdatedIds()),
};

/** The same for every node on the canvas that is outdated. */
export const updateAllComponents: Action = {
  name: "update_all_components",
  label: "Update all components…",
  group: "Flow",
  shortcuts: [],
  keywords: "outdated newer version upgrade",
  isEnabled: () => outdatedIds().length > 0,
  perform: () => showUpdate(outdatedIds()),
};

/** Puts another component in the place of the selected node. */
export const replaceComponent: Action = {
  name: "replace_component",
  label: "Replace with another component…",
  group: "Node",
  shortcuts: [],
  keywords: "unknown foreign swap change type",
  isEnabled: () => selectedComponent() !== undefined,
  // After the menu has closed and given back the focus.
  perform: () => {
    const node = selectedComponent();
    if (node) setTimeout(() => openReplace(node.id));
  },
};
