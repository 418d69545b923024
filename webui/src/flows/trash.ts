import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { client, read } from "@/api/client";
import { explain } from "@/api/errors";
import { notify } from "@/ui/notice";

/** A deleted flow or folder that can still come back. */
export interface TrashItem {
  kind: "flow" | "folder";
  id: string;
  name: string;
  /** ISO 8601. */
  deleted_at: string;
}

const trashKey = ["trash"] as const;

/** What was deleted in the last 30 days. */
export function useTrash() {
  return useQuery({
    queryKey: trashKey,
    queryFn: () => read<TrashItem[]>(client.GET("/api/v1/trash", {})),
    staleTime: 0,
  });
}

/** Brings a deleted flow, or folder with its flows, back under its old id. */
export function restore({ kind, id }: Pick<TrashItem, "kind" | "id">): Promise<unknown> {
  return kind === "flow"
    ? read(client.POST("/api/v1/trash/flows/{flow_id}/restore", { params: { path: { flow_id: id } } }))
    : read(client.POST("/api/v1/trash/folders/{folder_id}/restore", { params: { path: { folder_id: id } } }));
}

function purge({ kind, id }: TrashItem): Promise<unknown> {
  return kind === "flow"
    ? read(client.DELETE("/api/v1/trash/flows/{flow_id}", { params: { path: { flow_id: id } } }))
    : read(client.DELETE("/api/v1/trash/folders/{folder_id}", { params: { path: { folder_id: id } } }));
}

function useTrashChange(change: (item: TrashItem) => Promise<unknown>) {
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
