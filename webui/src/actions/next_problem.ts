import type { Action } from "@/actions/action";
import { problemsOf } from "@/canvas/problems";
import { showNode } from "@/canvas/show_node";
import { useDocument } from "@/document/document";
import { wiresFromOutside } from "@/document/groups";
import { useRunStore } from "@/runs/run";
import { vertexOf } from "@/runs/vertex";

/** Goes to the next node that failed or would keep the flow from running. */
export const nextProblem: Action = {
  name: "next_problem",
  label: "Go to the next problem",
  group: "View",
  shortcuts: ["F8"],
  keywords: "error failed",
  perform: () => {
    const { nodes, edges, outer, report, selectedNodes } = useDocument.getState();
    const { vertices } = useRunStore.getState();
    const failed = nodes.filter((node) => vertexOf(node, vertices)?.status === "error").map(({ id }) => id);
    const problems = problemsOf(nodes, edges, new Set(report.broken), null, wiresFromOutside(outer).keys());
    const ids = [...new Set([...failed, ...problems.map(({ nodeId }) => nodeId)])];
    const at = ids.findIndex((id) => selectedNodes.has(id));
    const next = ids[(at + 1) % ids.length];
    if (next) showNode(next);
  },
};
