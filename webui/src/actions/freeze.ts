import type { Action } from "@/actions/action";
import { actWords, chosenComponents, hasComponent } from "@/actions/chosen";
import { selectedComponent } from "@/actions/run_node";
import type { FlowNode } from "@/api/flow_data";
import { useDocument } from "@/document/document";
import { patchNodes } from "@/document/edits";
import { isNote, nodeName, reach } from "@/document/graph";

/** Freezes these nodes, or thaws them when all are frozen. A pinned value goes with the thaw. */
function toggleFrozen(nodes: readonly FlowNode[]): void {
  const isThaw = nodes.every((node) => node.data.node?.frozen === true);
  patchNodes(new Set(nodes.map(({ id }) => id)), actWords(isThaw ? "Thaw" : "Freeze", nodes, nodeName), () => ({
    component: isThaw ? { frozen: false, pinned_outputs: undefined } : { frozen: true },
  }));
}

/** Keeps the nodes' last results instead of running them, or runs them again. */
export const freeze: Action = {
  name: "freeze",
  label: "Freeze or thaw",
  group: "Node",
  shortcuts: ["F"],
  keywords: "cache keep result",
  isEnabled: hasComponent,
  perform: () => toggleFrozen(chosenComponents()),
};

/** Freezes or thaws a node and all that it needs. */
export const freezePath: Action = {
  name: "freeze_path",
  label: "Freeze or thaw with all before it",
  group: "Node",
  shortcuts: ["Shift F"],
  keywords: "cache keep result path upstream",
  isEnabled: () => selectedComponent() !== undefined,
  perform: () => {
    const node = selectedComponent();
    if (!node) return;
    const { nodes, edges } = useDocument.getState();
    const path = reach(edges, node.id, "back").add(node.id);
    toggleFrozen(nodes.filter((each) => path.has(each.id) && !isNote(each)));
  },
};
