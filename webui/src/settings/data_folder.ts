import { useQuery } from "@tanstack/react-query";
import { client, read } from "@/api/client";

/** Where everything is kept, and how much it is. */
export function useDataFolder() {
  return useQuery({
    queryKey: ["data_folder"],
    queryFn: () => read(client.GET("/api/v1/data_folder", {})),
  });
}
