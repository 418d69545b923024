import { useQuery } from "@tanstack/react-query";
import { client, read } from "@/api/client";

/** Where everything is kept, and how much it is. */
export interface DataFolder {
  path: string;
  database_bytes: number;
  files_bytes: number;
  log_path: string | null;
}

/** The data folder of this server. */
export function useDataFolder() {
  return useQuery({
    queryKey: ["data_folder"],
    queryFn: () => read<DataFolder>(client.GET("/api/v1/data_folder", {})),
  });
}
