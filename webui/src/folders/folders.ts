import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { client, read } from "@/api/client";
import { explain } from "@/api/errors";
import { partOfPage } from "@/api/page_state";
import type { components } from "@/api/schema";
import { restore } from "@/flows/trash";
import { notify } from "@/ui/notice";

/** A folder of flows. */
export type Folder = components["schemas"]["FolderRead"];

const folderKeys = { all: ["folders"] as const };

/** The user's folders; the default one, which takes flows without a folder, comes first. */
export function useFolders() {
  return useQuery({
    queryKey: folderKeys.all,
    queryFn: () => partOfPage("folders", () => read(client.GET("/api/v1/folders/", {}))),
  });
}

/** Makes an empty folder; a taken name gets a number. */
export function useCreateFolder() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (name: string) =>
      read(client.POST("/api/v1/folders/", { body: { name, description: null, flows_list: [], components_list: [] } })),
    onError: (error) => notify({ text: explain(error).what, tone: "error" }),
    onSettled: () => queries.invalidateQueries({ queryKey: folderKeys.all }),
  });
}

/** Renames a folder. */
export function useRenameFolder() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, name }: { id: string; name: string }) =>
      read(client.PATCH("/api/v1/folders/{folder_id}", { params: { path: { folder_id: id } }, body: { name } })),
    onMutate: ({ id, name }) =>
      queries.setQueryData<Folder[]>(folderKeys.all, (folders) =>
        folders?.map((folder) => (folder.id === id ? { ...folder, name } : folder)),
      ),
    onError: (error) => notify({ text: explain(error).what, tone: "error" }),
    onSettled: () => queries.invalidateQueries({ queryKey: folderKeys.all }),
  });
}

/** Moves a folder and the flows in it to the trash and offers to bring them back. */
export function useDeleteFolder() {
  const queries = useQueryClient();
  const refresh = () => {
    queries.invalidateQueries({ queryKey: folderKeys.all });
    queries.invalidateQueries({ queryKey: ["flows"] });
  };
  const bringBack = useMutation({
    mutationFn: (id: string) => restore({ kind: "folder", id }),
    onError: (error) => notify({ text: explain(error).what, tone: "error" }),
    onSettled: refresh,
  });
  return useMutation({
    mutationFn: (folder: Folder) =>
      read(client.DELETE("/api/v1/folders/{folder_id}", { params: { path: { folder_id: folder.id } } })),
    onSuccess: (_, folder) =>
      notify({
        text: `“${folder.name}” and its flows are in the trash.`,
        action: { label: "Undo", perform: () => bringBack.mutate(folder.id) },
      }),
    onError: (error) => notify({ text: explain(error).what, tone: "error" }),
    onSettled: refresh,
  });
}
