import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { client, read } from "@/api/client";
import type { components } from "@/api/schema";
import { rememberWelcome } from "@/welcome/welcome_known";

/** What the first screen shows: model servers, starters, and a flow of the user's own that was run once. */
export type Welcome = components["schemas"]["WelcomeRead"];

const welcomeKey = ["welcome"] as const;

/** Starters, the ready flow, and whether the first screen was seen. */
export function useWelcome() {
  return useQuery({
    queryKey: welcomeKey,
    queryFn: () => read(client.GET("/api/v1/welcome", {})),
    staleTime: 30_000,
  });
}

/** Remembers that the first screen was left, so that home comes first from now on. */
export function useWelcomeSeen() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => read(client.POST("/api/v1/welcome/seen", {})),
    onMutate: () => {
      rememberWelcome();
      queries.setQueryData<Welcome>(welcomeKey, (welcome) => welcome && { ...welcome, is_seen: true });
    },
  });
}
