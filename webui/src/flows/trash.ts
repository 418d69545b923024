import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { client, read } from "@/api/client";
import { explain } from "@/api/errors";
import type { components } from "@/api/schema";
import { notify } from "@/ui/notice";

/** A deleted flow or folder that can still come back. */
export type TrashItem = components["schemas"]["TrashItem"];

const trashKey = ["trash"] as const;

/** What was deleted in the last 30 days. */
export function useTrash() {
  return useQuery({
    queryKey: trashKey,
    queryFn: () => read(client.GET("/api/v1/trash", {})),
    staleTime: 0,
  });
}

/** Brings a deleted flow, or folder with its flows, back under its old id. */
export function restore({ kind, id }: Pick<TrashItem, "kind" | "id">): Promise<unknown> {
  return kind === "flow"
    ? read(client.POST("/api/v1/trash/flows/{flow_id}/restore", { params: { path: { flow_id: id } } }))
    : read(client.POST("/api/v1/trash/folders/{folder_id}/restore", { params: { path: { folder_id: id } } }));
}

/** What goes with flows that are deleted for ever; what is not named stays. */
export interface Along {
  messages?: true;
  files?: true;
}

function purge({ kind, id, along: query }: TrashItem & { along: Along }): Promise<unknown> {
  return kind === "flow"
    ? read(client.DELETE("/api/v1/trash/flows/{flow_id}", { params: { path: { flow_id: id }, query } }))
    : read(client.DELETE("/api/v1/trash/folders/{folder_id}", { params: { path: { folder_id: id }, query } }));
}

function useTrashChange<Item extends TrashItem>(change: (item: Item) => Promise<unknown>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    onMutate: (gone) =>
      queries.setQueryData<TrashItem[]>(trashKey, (items) =>
        items?.filter((item) => item.id !== gone.id || item.kind !== gone.kind),
      ),
    onError: (error) => notify({ text: explain(error).what, tone: "error" }),
    onSettled: () => {
      for (const queryKey of [trashKey, ["flows"], ["folders"]]) queries.invalidateQueries({ queryKey });
    },
  });
}

/** Brings a flow, or a folder with its flows, back to where it was. */
export function useRestore() {
  return useTrashChange(restore);
}

/** Deletes for ever. */
export function usePurge() {
  return useTrashChange(purge);
}

/** Deletes all that is in the trash for ever. */
export function useEmptyTrash() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (query: Along) => read(client.DELETE("/api/v1/trash", { params: { query } })),
    onMutate: () => queries.setQueryData<TrashItem[]>(trashKey, []),
    onError: (error) => notify({ text: explain(error).what, tone: "error" }),
    onSettled: () => queries.invalidateQueries({ queryKey: trashKey }),
  });
}
