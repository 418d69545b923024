import { useQuery } from "@tanstack/react-query";
import { client, read } from "@/api/client";

/** What runs here. */
export interface About {
  /** Runnel's own version. */
  version: string;
  /** The version of Langflow whose API and flow files it speaks. */
  api_version: string;
  python_version: string;
  platform: string;
}

/** Versions of this server. */
export function useAbout() {
  return useQuery({
    queryKey: ["about"],
    queryFn: () => read<About>(client.GET("/api/v1/about", {})),
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
