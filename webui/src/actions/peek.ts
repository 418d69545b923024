import type { Action } from "@/actions/action";
import { selectedComponent } from "@/actions/run_node";
import { useView } from "@/canvas/view";

/** Shows the node's output at full size over it, or closes that. */
export const peek: Action = {
  name: "peek",
  label: "Peek at the output",
  group: "Node",
  shortcuts: ["O", "Space"],
  keywords: "output result value preview",
  isEnabled: () => selectedComponent() !== undefined,
  perform: () => {
    const id = selectedComponent()?.id ?? null;
    useView.setState(({ peeking }) => ({ peeking: peeking === id ? null : id }));
  },
};
