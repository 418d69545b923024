import type { Action } from "@/actions/action";
import { actWords, chosenComponents, hasComponent } from "@/actions/chosen";
import { patchNodes } from "@/document/edits";
import { nodeName } from "@/document/graph";

/** Shows only the nodes' headers, or everything again. */
export const minimise: Action = {
  name: "minimise",
  label: "Minimise or open up",
  group: "Node",
  shortcuts: ["M"],
  keywords: "collapse expand",
  isEnabled: hasComponent,
  perform: () => {
    const nodes = chosenComponents();
    const isOpening = nodes.every((node) => node.data.showNode === false);
    patchNodes(
      new Set(nodes.map(({ id }) => id)),
      actWords(isOpening ? "Open up" : "Minimise", nodes, nodeName),
      () => ({
        data: { showNode: isOpening },
      }),
    );
  },
};
