import type { Action } from "@/actions/action";
import { selectedComponent } from "@/actions/run_node";
import { useView } from "@/canvas/view";
import { closeGroup, select, useDocument } from "@/document/document";
import { reach } from "@/document/graph";
import { leavePast, useRunStore } from "@/runs/run";

/** Selects every node. */
export const selectAll: Action = {
  name: "select_all",
  label: "Select all",
  group: "Edit",
  shortcuts: ["Ctrl A"],
  perform: () => {
    const { nodes, edges } = useDocument.getState();
    select(
      nodes.map(({ id }) => id),
      edges.map(({ id }) => id),
    );
  },
};

/** Steps out one level: closes what floats, selects nothing, leaves the earlier run on screen, then the open group. */
export const stepOut: Action = {
  name: "step_out",
  label: "Select none",
  group: "Edit",
  shortcuts: ["Esc"],
  perform: () => {
    const { quickAdd, hint, peeking } = useView.getState();
    const { selectedNodes, selectedEdges } = useDocument.getState();
    if (quickAdd || hint) useView.setState({ quickAdd: null, hint: null });
    else if (peeking) useView.setState({ peeking: null });
    else if (selectedNodes.size + selectedEdges.size > 0) select([]);
    else if (useRunStore.getState().past) leavePast();
    else closeGroup();
  },
};

function selectReach(direction: "back" | "forward"): void {
  const node = selectedComponent();
  if (node) select([node.id, ...reach(useDocument.getState().edges, node.id, direction)]);
}

/** Selects the node and all that it needs. */
export const selectUpstream: Action = {
  name: "select_upstream",
  label: "Select what this node needs",
  group: "Edit",
  shortcuts: ["Shift ArrowLeft"],
  keywords: "upstream ancestors",
  isEnabled: () => selectedComponent() !== undefined,
  perform: () => selectReach("back"),
};

/** Selects the node and all that follows from it. */
export const selectDownstream: Action = {
  name: "select_downstream",
  label: "Select what follows from this node",
  group: "Edit",
  shortcuts: ["Shift ArrowRight"],
  keywords: "downstream descendants",
  isEnabled: () => selectedComponent() !== undefined,
  perform: () => selectReach("forward"),
};
