import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { client, read } from "@/api/client";
import { partOfPage } from "@/api/page_state";

const preferencesKey = ["preferences"] as const;

/** The preference that holds the ids of pinned flows. */
const PINNED = "pinned_flows";

type Preferences = Record<string, unknown>;

function pinnedIn(preferences: Preferences | undefined): string[] {
  const ids = preferences?.[PINNED];
  return Array.isArray(ids) ? ids.map(String) : [];
}

/** The flows that stay on top of home, and the way to pin or let go of one. */
export function usePins(): { pinned: ReadonlySet<string>; togglePin: (id: string) => void } {
  const queries = useQueryClient();
  const { data } = useQuery({
    queryKey: preferencesKey,
    queryFn: () => partOfPage("preferences", () => read<Preferences>(client.GET("/api/v1/preferences", {}))),
  });
  const update = useMutation({
    mutationFn: (ids: string[]) => read(client.PATCH("/api/v1/preferences", { body: { [PINNED]: ids } as never })),
    onMutate: (ids) => queries.setQueryData<Preferences>(preferencesKey, (kept) => ({ ...kept, [PINNED]: ids })),
    onError: () => queries.invalidateQueries({ queryKey: preferencesKey }),
  });
  const ids = useMemo(() => pinnedIn(data), [data]);
  const pinned = useMemo(() => new Set(ids), [ids]);
  return {
    pinned,
    togglePin: (id) => update.mutate(ids.includes(id) ? ids.filter((each) => each !== id) : [...ids, id]),
  };
}
