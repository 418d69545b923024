import type { Action } from "@/actions/action";
import { selectedComponent } from "@/actions/run_node";
import { explain } from "@/api/errors";
import { queries } from "@/api/queries";
import { nodeName, stored } from "@/canvas/graph";
import { useView } from "@/canvas/view";
import { createFlow, flowKeys } from "@/flows/flows";
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
    const data = { nodes: [{ ...stored(node), position: { x: 0, y: 0 } }], edges: [] };
    const description = node.data.node?.description ?? null;
    try {
      const { name } = await createFlow({ name: nodeName(node), description, data, is_component: true });
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
