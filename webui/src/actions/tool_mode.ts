import type { Action } from "@/actions/action";
import { selectedComponent } from "@/actions/run_node";
import { explain } from "@/api/errors";
import { showHint, useView } from "@/canvas/view";
import { isTool } from "@/document/handles";
import { refreshNode } from "@/flow_page/use_sources";

/** Can the selected node be a tool of an agent? */
function canBeTool(): boolean {
  const component = selectedComponent()?.data.node;
  return isTool(component) || Object.values(component?.template ?? {}).some((field) => field?.tool_mode === true);
}

/** Makes the node a tool that agents call, or a step of the flow again. */
export const toolMode: Action = {
  name: "tool_mode",
  label: "Use as a tool, or as a step",
  group: "Node",
  shortcuts: ["T"],
  keywords: "agent toolset tool mode",
  isEnabled: canBeTool,
  perform: async () => {
    const node = selectedComponent();
    if (!node) return;
    try {
      await refreshNode(node.id, "tool_mode", !isTool(node.data.node));
    } catch (error) {
      showHint(explain(error).what, useView.getState().camera?.pointer() ?? { x: 80, y: 80 });
    }
  },
};
