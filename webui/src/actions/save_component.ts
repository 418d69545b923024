import type { Action } from "@/actions/action";
import { selectedComponent } from "@/actions/run_node";
import { explain } from "@/api/errors";
import type { FlowData, FlowNode } from "@/api/flow_data";
import { queries } from "@/api/queries";
import { useEverywhere } from "@/canvas/everywhere";
import { useView } from "@/canvas/view";
import { patchNodes } from "@/document/edits";
import { nodeName, stored } from "@/document/graph";
import { originOf, withOrigin, withoutOrigin } from "@/document/saved_groups";
import { createFlow, flowKeys, replaceFlowData } from "@/flows/flows";
import { notify } from "@/ui/notice";

/** Keeps the selected node, or group, among the saved components, from where it can be added to any flow. */
export const saveComponent: Action = {
  name: "save_component",
  label: "Save as component",
  group: "Node",
  shortcuts: [],
  keywords: "reuse library keep",
  isEnabled: () => selectedComponent() !== undefined,
  perform: async () => {
    const node = selectedComponent();
    if (!node) return;
    const data = savedData(node);
    const description = node.data.node?.description ?? null;
    try {
      const { id, name } = await createFlow({ name: nodeName(node), description, data, is_component: true });
      tie(node, id, data);
      notify({
        text: `“${name}” is among your saved components.`,
        action: { label: "Show", perform: () => useView.setState({ isCatalogueOpen: true }) },
      });
      await queries.invalidateQueries({ queryKey: flowKeys.all });
    } catch (error) {
      notify({ text: explain(error).what, tone: "error" });
    }
  },
};

/** Makes the saved component that the selected group came from what the group is now. */
export const saveToComponent: Action = {
  name: "save_to_component",
  label: "Save changes to its component",
  group: "Node",
  shortcuts: [],
  keywords: "reuse library keep update group",
  isEnabled: () => originOf(selectedComponent()?.data.node) !== undefined,
  perform: async () => {
    const node = selectedComponent();
    const origin = originOf(node?.data.node);
    if (!node || !origin) return;
    const data = savedData(node);
    try {
      await replaceFlowData(origin.id, data, null);
      tie(node, origin.id, data);
      notify({
        text: `The saved component is as ${nodeName(node)} is here.`,
        action: { label: "Update everywhere…", perform: () => useEverywhere.setState({ savedId: origin.id }) },
      });
      await queries.invalidateQueries({ queryKey: flowKeys.all });
    } catch (error) {
      notify({ text: explain(error).what, tone: "error" });
    }
  },
};

/** Shows which flows use the saved component of the selected group as it was before, and updates them. */
export const updateEverywhere: Action = {
  name: "update_everywhere",
  label: "Update everywhere…",
  group: "Node",
  shortcuts: [],
  keywords: "saved group component all flows",
  isEnabled: () => originOf(selectedComponent()?.data.node) !== undefined,
  perform: () => useEverywhere.setState({ savedId: originOf(selectedComponent()?.data.node)?.id ?? null }),
};

/** A flow of this one node, as saved components are stored. */
function savedData(node: FlowNode): FlowData {
  const kept = stored(node);
  const component = kept.data.node && withoutOrigin(kept.data.node);
  return { nodes: [{ ...kept, data: { ...kept.data, node: component }, position: { x: 0, y: 0 } }], edges: [] };
}

/** A group that was saved is from then on one of those made from it. */
function tie(node: FlowNode, savedId: string, { nodes }: FlowData): void {
  const saved = nodes[0]?.data.node;
  if (!saved?.flow) return;
  patchNodes(new Set([node.id]), `Save ${nodeName(node)} as component`, () => ({
    component: withOrigin(saved, savedId, saved),
  }));
}
