import type { Action } from "@/actions/action";
import { actWords, chosenComponents, hasComponent } from "@/actions/chosen";
import { patchNodes } from "@/document/edits";
import { isBypassed, nodeName } from "@/document/graph";

/** Leaves nodes out of runs: what comes in goes on as it is. Or takes them in again. */
export const bypass: Action = {
  name: "bypass",
  label: "Bypass or use again",
  group: "Node",
  shortcuts: ["B"],
  keywords: "disable skip mute",
  isEnabled: hasComponent,
  perform: () => {
    const nodes = chosenComponents();
    const isBack = nodes.every(isBypassed);
    patchNodes(new Set(nodes.map(({ id }) => id)), actWords(isBack ? "Use" : "Bypass", nodes, nodeName), () => ({
      component: { bypassed: isBack ? undefined : true },
    }));
  },
};
