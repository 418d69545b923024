import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { client, read } from "@/api/client";
import type { components } from "@/api/schema";

const folderKey = ["data_folder"] as const;
const backupKey = ["backups"] as const;

/** A whole copy of the database. */
export type Backup = components["schemas"]["BackupRead"];

/** Where everything is kept, and how much it is. */
export function useDataFolder() {
  return useQuery({ queryKey: folderKey, queryFn: () => read(client.GET("/api/v1/data_folder", {})) });
}

/** The last lines of the log. */
export function useLog(isShown: boolean) {
  return useQuery({
    queryKey: [...folderKey, "log"],
    queryFn: () => read(client.GET("/api/v1/data_folder/log", { params: { query: { lines: 300 } } })),
    enabled: isShown,
    staleTime: 0,
  });
}

/** The backups, newest first. */
export function useBackups() {
  return useQuery({ queryKey: backupKey, queryFn: () => read(client.GET("/api/v1/backups", {})) });
}

/** Makes a backup now. */
export function useCreateBackup() {
  return useBackupChange(() => read(client.POST("/api/v1/backups", {})));
}

/** Removes a backup. */
export function useDeleteBackup() {
  return useBackupChange(({ name }: Backup) =>
    read(client.DELETE("/api/v1/backups/{name}", { params: { path: { name } } })),
  );
}

/** Goes back to a backup; everything that was read before is out of date then. */
export function useRestoreBackup() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ name }: Backup) =>
      read(client.POST("/api/v1/backups/{name}/restore", { params: { path: { name } } })),
    onSettled: () => queries.invalidateQueries(),
  });
}

/** Begins as on the first day; gives the backup of what was there before. */
export function useReset() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => read(client.POST("/api/v1/data_folder/reset", {})),
    onSettled: () => queries.invalidateQueries(),
  });
}

function useBackupChange<Given, Result>(change: (given: Given) => Promise<Result>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: backupKey }),
        queries.invalidateQueries({ queryKey: folderKey }),
      ]),
  });
}
