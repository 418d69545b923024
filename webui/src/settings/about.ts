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

/** What is bundled into these pages, with its licence. */
export const BUNDLED: [name: string, licence: string][] = [
  ["React, React Router, React DOM", "MIT"],
  ["React Flow (@xyflow/react)", "MIT"],
  ["TanStack Query, Zustand", "MIT"],
  ["Radix UI", "MIT"],
  ["openapi-fetch", "MIT"],
  ["Lucide icons", "ISC"],
  ["Inter typeface", "SIL Open Font License 1.1"],
  ["JetBrains Mono typeface", "SIL Open Font License 1.1"],
];
