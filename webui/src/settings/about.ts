import { useQuery } from "@tanstack/react-query";
import { client, read } from "@/api/client";

/** The parts that this program is made with, and their licences. */
export function useLicences() {
  return useQuery({
    queryKey: ["about", "licences"],
    queryFn: () => read(client.GET("/api/v1/about/licences", {})),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Versions of this server. */
export function useAbout({ isWanted = true } = {}) {
  return useQuery({
    queryKey: ["about"],
    queryFn: () => read(client.GET("/api/v1/about", {})),
    enabled: isWanted,
    staleTime: Number.POSITIVE_INFINITY,
  });
}
