import type { Action } from "@/actions/action";
import { useView } from "@/canvas/view";

/** Finds names, types and values in the open flow. */
export const find: Action = {
  name: "find",
  label: "Find in this flow",
  group: "View",
  shortcuts: ["Ctrl F"],
  keywords: "search node value text",
  perform: () => useView.setState({ isFindOpen: true }),
};
