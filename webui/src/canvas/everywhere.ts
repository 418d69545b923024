import { create } from "zustand";
import type { FlowData } from "@/api/flow_data";
import { change, goToGroup, rootGraph, useDocument } from "@/document/document";
import { type SavedForms, withOriginsTaken } from "@/document/saved_groups";
import { createRestorePoint, getFlowWithTag, listWholeFlows, replaceFlowData } from "@/flows/flows";

/** The saved component whose uses are being looked at; null when none is. */
export const useEverywhere = create<{ savedId: string | null }>(() => ({ savedId: null }));

/** A flow with groups that are not yet as the saved component is. */
export interface Use {
  flowId: string;
  name: string;
  count: number;
}

/** The flows that hold older forms of these saved components; the open one as it is here. */
export async function usesOf(saved: SavedForms): Promise<Use[]> {
  const flows = await listWholeFlows();
  const { flow: open } = useDocument.getState();
  return flows.flatMap(({ id, name, data }): Use[] => {
    const graph =
      id === open?.id ? rootGraph(useDocument.getState()) : { nodes: data?.nodes ?? [], edges: data?.edges ?? [] };
    const { count } = withOriginsTaken(graph, saved);
    return count ? [{ flowId: id, name, count }] : [];
  });
}

/** Makes the groups of one flow what the saved component is now. Elsewhere than here a restore point is set before. */
export async function updateUse({ flowId }: Use, saved: SavedForms, name: string): Promise<void> {
  if (flowId === useDocument.getState().flow?.id) {
    goToGroup(undefined);
    change(`Update ${name}`, ({ nodes, edges }) => {
      const { count: _count, ...graph } = withOriginsTaken({ nodes, edges }, saved);
      return graph;
    });
    return;
  }
  const { flow, etag } = await getFlowWithTag(flowId);
  const data: FlowData = flow.data ?? { nodes: [], edges: [] };
  const { nodes, edges } = withOriginsTaken({ nodes: data.nodes, edges: data.edges }, saved);
  await createRestorePoint(flowId, `Before the update of ${name}`);
  await replaceFlowData(flowId, { ...data, nodes: [...nodes], edges: [...edges] }, etag);
}
