import { useQuery } from "@tanstack/react-query";
import { client, read } from "@/api/client";

/** Versions of this server. */
export function useAbout() {
  return useQuery({
    queryKey: ["about"],
    queryFn: () => read(client.GET("/api/v1/about", {})),
    staleTime: Number.POSITIVE_INFINITY,
  });
}
