import type { Action } from "@/actions/action";
import { selectedComponent } from "@/actions/run_node";
import { useView } from "@/canvas/view";

/** Edits the selected node's name in place. */
export const rename: Action = {
  name: "rename",
  label: "Rename node",
  group: "Node",
  shortcuts: ["F2"],
  isEnabled: () => selectedComponent() !== undefined,
  perform: () => useView.setState({ renaming: selectedComponent()?.id ?? null }),
};
