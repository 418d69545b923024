import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { client, read } from "@/api/client";
import type { Flow } from "@/api/flow_data";
import type { components } from "@/api/schema";
import { flushDocument } from "@/document/document";

/** A kept version of a flow. */
export type Revision = components["schemas"]["RevisionRead"];
type RevisionChanges = components["schemas"]["RevisionChanges"];

const PAGE = 30;

const revisionKeys = { of: (flowId: string) => ["revisions", flowId] as const };

/** The kept versions of a flow with what each changed, newest first. */
export function useRevisions(flowId: string, isShown: boolean) {
  return useInfiniteQuery({
    queryKey: revisionKeys.of(flowId),
    queryFn: async ({ pageParam }) => {
      if (pageParam === undefined) await flushDocument();
      const query = { changes: true, size: PAGE, before: pageParam };
      return read(client.GET("/api/v1/flows/{flow_id}/revisions", { params: { path: { flow_id: flowId }, query } }));
    },
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (page) => (page.length === PAGE ? page.at(-1)?.id : undefined),
    enabled: isShown,
    staleTime: 0,
  });
}

/** A flow as it was at a revision. */
export function getRevision(flowId: string, revisionId: number): Promise<Flow> {
  const path = { flow_id: flowId, revision_id: revisionId };
  return read(
    client.GET("/api/v1/flows/{flow_id}/revisions/{revision_id}", { params: { path } }),
  ) as Promise<unknown> as Promise<Flow>;
}

/** Names the flow as it now is. */
export function useRestorePoint(flowId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (label: string) => {
      await flushDocument();
      const params = { path: { flow_id: flowId } };
      return read(client.POST("/api/v1/flows/{flow_id}/revisions", { params, body: { label } }));
    },
    onSettled: () => queries.invalidateQueries({ queryKey: revisionKeys.of(flowId) }),
  });
}

/** Did it only move the camera? */
export function isCameraMove({ changes, label }: Revision): boolean {
  if (!changes || label) return false;
  return !Object.values(changes).some((what) => (Array.isArray(what) ? what.length > 0 : Boolean(what)));
}

/** "Prompt changed, 2 nodes added, 1 wire removed". */
export function changeWords(changes: RevisionChanges | null | undefined): string {
  if (!changes) return "First version";
  const { added = [], removed = [], changed = [], moved = 0, added_wires = 0, removed_wires = 0 } = changes;
  const parts = [
    namesWords(changed, "changed"),
    namesWords(added, "added"),
    namesWords(removed, "removed"),
    wiresWords(added_wires, "added"),
    wiresWords(removed_wires, "removed"),
  ].filter(Boolean);
  if (parts.length) return parts.join(", ");
  if (moved) return moved === 1 ? "1 node moved" : `${moved} nodes moved`;
  return "Name or settings changed";
}

function namesWords(names: readonly string[], what: string): string {
  if (names.length > 2) return `${names.length} nodes ${what}`;
  return names.length ? `${names.join(" and ")} ${what}` : "";
}

function wiresWords(count: number, what: string): string {
  if (!count) return "";
  return count === 1 ? `1 wire ${what}` : `${count} wires ${what}`;
}
