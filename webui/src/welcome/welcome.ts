import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { client, read } from "@/api/client";
import type { ModelServer } from "@/models/models";

/** A ready-made flow to start from. */
export interface Starter {
  flow_id: string;
  name: string;
  description: string | null;
  needs: ("nothing" | "chat_model")[];
  /** Whether everything that it needs was found on this computer. */
  works_now: boolean;
}

/** What the first screen shows. */
export interface Welcome {
  models: ModelServer[];
  starters: Starter[];
  /** A flow of the user's own that needs no model and was run once. */
  ready_flow_id: string | null;
  /** Whether the first screen was left once, in this data folder. */
  is_seen: boolean;
}

const welcomeKey = ["welcome"] as const;

/** Starters, the ready flow, and whether the first screen was seen. */
export function useWelcome() {
  return useQuery({
    queryKey: welcomeKey,
    queryFn: () => read<Welcome>(client.GET("/api/v1/welcome", {})),
    staleTime: 30_000,
  });
}

/** Remembers that the first screen was left, so that home comes first from now on. */
export function useWelcomeSeen() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => read(client.POST("/api/v1/welcome/seen", {})),
    onMutate: () => queries.setQueryData<Welcome>(welcomeKey, (welcome) => welcome && { ...welcome, is_seen: true }),
  });
}
