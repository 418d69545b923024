import type { Action } from "@/actions/action";
import { selectedComponent } from "@/actions/run_node";
import { showCode as open } from "@/trust/code_view";

/** Shows the code that the selected node carries, to trust it or to take trust back. */
export const showCode: Action = {
  name: "show_code",
  label: "Show the node's code",
  group: "Node",
  shortcuts: ["E"],
  keywords: "trust python source withdraw",
  isEnabled: () => Boolean(selectedComponent()?.data.node?.template.code?.value),
  perform: () => {
    const node = selectedComponent();
    if (node) open(node.id);
  },
};
