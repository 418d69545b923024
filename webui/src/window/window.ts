import { useQuery } from "@tanstack/react-query";
import { client, read } from "@/api/client";
import { partOfPage } from "@/api/page_state";
import type { components } from "@/api/schema";

type Window = components["schemas"]["WindowRead"];

let known: Promise<Window> | null = null;

/** Where this page is shown, asked once: it stays there. */
export function getWindow(): Promise<Window> {
  known ??= partOfPage("window", () => read(client.GET("/api/v1/window", {})));
  // After a failure the next one who asks tries again.
  known.catch(() => {
    known = null;
  });
  return known;
}

/** As `getWindow`, for what is drawn by it. */
export function useWindow(): Window | undefined {
  return useQuery({ queryKey: ["window"], queryFn: getWindow, staleTime: Number.POSITIVE_INFINITY }).data;
}
