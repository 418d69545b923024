import type { Action } from "@/actions/action";
import { selectedComponent } from "@/actions/run_node";
import { useView } from "@/canvas/view";

/** Starts a wire from the selected node by keyboard. */
export const linkNode: Action = {
  name: "link_node",
  label: "Connect…",
  group: "Node",
  shortcuts: ["L"],
  keywords: "wire link edge",
  isEnabled: () => selectedComponent() !== undefined,
  perform: () => useView.setState({ linking: selectedComponent()?.id ?? null }),
};
