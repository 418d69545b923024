import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { client, read } from "@/api/client";
import type { Explained } from "@/api/errors";

/** A place that answers with models: found on this computer, entered by the user, or named by the environment. */
export interface ModelServer {
  id: string;
  provider: "ollama" | "lmstudio" | "llamacpp" | "vllm" | "openai";
  name: string;
  base_url: string;
  source: "detected" | "user" | "environment";
  is_reachable: boolean;
  models: string[];
  error: Explained | null;
}

/** All that is known of models. */
export interface Models {
  servers: ModelServer[];
  /** Where OpenAI nodes with an empty address go; null: the vendor's own address. */
  openai_base_url: string | null;
  /** What a new model node gets. */
  default: { provider: string; base_url: string; model_name: string } | null;
}

const modelKeys = { all: ["models"] as const };

/** Model servers and addresses, looked for every 15 seconds while they are shown. */
export function useModels() {
  return useQuery({
    queryKey: modelKeys.all,
    queryFn: () => read<Models>(client.GET("/api/v1/models", {})),
    refetchInterval: 15_000,
  });
}

/** Looks for model servers again, now. */
export function useRefreshModels() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => read<Models>(client.GET("/api/v1/models", { params: { query: { refresh: true } } })),
    onSuccess: (models) => {
      queries.setQueryData(modelKeys.all, models);
      queries.invalidateQueries({ queryKey: ["welcome"] });
    },
  });
}

/** Keeps an address, so that its models are offered. */
export function useCreateAddress() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (address: { base_url: string; name?: string }) =>
      read<ModelServer>(client.POST("/api/v1/models/addresses", { body: address })),
    onSettled: () => queries.invalidateQueries({ queryKey: modelKeys.all }),
  });
}

/** Forgets an address that the user entered. */
export function useDeleteAddress() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      read(client.DELETE("/api/v1/models/addresses/{address_id}", { params: { path: { address_id: id } } })),
    onMutate: (id) =>
      queries.setQueryData<Models>(
        modelKeys.all,
        (models) => models && { ...models, servers: models.servers.filter((server) => server.id !== id) },
      ),
    onSettled: () => queries.invalidateQueries({ queryKey: modelKeys.all }),
  });
}

/** Sets where OpenAI nodes with an empty address go. */
export function useUpdateModels() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (change: { openai_base_url: string | null }) =>
      read<Models>(client.PATCH("/api/v1/models", { body: change })),
    onSuccess: (models) => queries.setQueryData(modelKeys.all, models),
  });
}

/** Asks an address for its models without keeping anything. */
export function testAddress(baseUrl: string, apiKey?: string): Promise<ModelServer> {
  return read<ModelServer>(
    client.POST("/api/v1/models/test", { body: { base_url: baseUrl, ...(apiKey ? { api_key: apiKey } : {}) } }),
  );
}
