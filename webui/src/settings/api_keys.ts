import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { client, read } from "@/api/client";
import type { components } from "@/api/schema";

/** An API key as lists show it: its first characters, the rest hidden. */
export type ApiKey = components["schemas"]["ApiKeyRead"];

const apiKeyKeys = { all: ["api_keys"] as const };

/** All API keys. */
export function useApiKeys() {
  return useQuery({
    queryKey: apiKeyKeys.all,
    queryFn: () => read(client.GET("/api/v1/api_key/", {})),
    select: (list) => list.api_keys,
  });
}

/** Makes a key; its answer is the only place where the whole key is. */
export function useCreateApiKey() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (name: string) => read(client.POST("/api/v1/api_key/", { body: { name } })),
    onSettled: () => queries.invalidateQueries({ queryKey: apiKeyKeys.all }),
  });
}

/** Removes a key; it stops working at once. */
export function useDeleteApiKey() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      read(client.DELETE("/api/v1/api_key/{api_key_id}", { params: { path: { api_key_id: id } } })),
    onSettled: () => queries.invalidateQueries({ queryKey: apiKeyKeys.all }),
  });
}
