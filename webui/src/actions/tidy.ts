import type { Action } from "@/actions/action";
import { explain } from "@/api/errors";
import { useView } from "@/canvas/view";
import { useDocument } from "@/document/document";
import { moveNodes } from "@/document/edits";
import { tidyPlacesBeside } from "@/document/tidy";
import { notify } from "@/ui/notice";

/** As long as nodes take to glide to their new places, in canvas.css; a little more, so that none is cut short. */
const GLIDE_MS = 300;

/** Lays out the selection, or the whole flow, in columns along the wires. */
export const tidy: Action = {
  name: "tidy",
  label: "Tidy up",
  group: "View",
  shortcuts: ["Shift T"],
  keywords: "layout arrange align",
  perform: async () => {
    const { nodes, edges, selectedNodes } = useDocument.getState();
    const chosen = selectedNodes.size > 1 ? nodes.filter(({ id }) => selectedNodes.has(id)) : nodes;
    try {
      const places = await tidyPlacesBeside(chosen, edges);
      // Changed meanwhile, the flow is another one.
      if (useDocument.getState().nodes !== nodes) return;
      useView.setState({ isTidying: true });
      moveNodes(places);
      setTimeout(() => useView.setState({ isTidying: false }), GLIDE_MS);
    } catch (error) {
      notify({ text: explain(error).what, tone: "error" });
    }
  },
};
