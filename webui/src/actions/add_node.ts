import type { Action } from "@/actions/action";
import { openQuickAdd } from "@/canvas/quick_add";

/** Opens the quick-add list at the pointer. */
export const addNodeHere: Action = {
  name: "add_node",
  label: "Add component",
  group: "Node",
  shortcuts: ["/"],
  keywords: "new insert node",
  perform: openQuickAdd,
};
