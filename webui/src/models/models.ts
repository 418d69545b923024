import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { client, read } from "@/api/client";
import { partOfPage } from "@/api/page_state";
import type { components } from "@/api/schema";

/** A place that answers with models: found on this computer, entered by the user, or named by the environment. */
export type ModelServer = components["schemas"]["ModelServer"];

/** All that is known of models: servers, where OpenAI nodes with an empty address go, what a new model node gets. */
export type Models = components["schemas"]["ModelsRead"];

const modelKeys = { all: ["models"] as const };

/** How all that is known of models is asked for. */
export const modelsQuery = {
  queryKey: modelKeys.all,
  queryFn: () => partOfPage("models", () => read<Models | null>(client.GET("/api/v1/models", {}))) as Promise<Models>,
};

/** Model servers and addresses, looked for every 15 seconds while they are shown. */
export function useModels({ isWanted = true } = {}) {
  return useQuery({
    ...modelsQuery,
    enabled: isWanted,
    refetchInterval: 15_000,
  });
}

/** Looks for model servers again, now. */
export function useRefreshModels() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => read(client.GET("/api/v1/models", { params: { query: { refresh: true } } })),
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
    mutationFn: (address: components["schemas"]["ModelAddressCreate"]) =>
      read(client.POST("/api/v1/models/addresses", { body: address })),
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
    mutationFn: (change: { openai_base_url: string | null }) => read(client.PATCH("/api/v1/models", { body: change })),
    onSuccess: (models) => queries.setQueryData(modelKeys.all, models),
  });
}

/** An address to try; its key is typed, or kept in the named variable, or null. */
export type AddressTest = components["schemas"]["ModelAddressTest"];

/** Asks an address for its models without keeping anything. */
export function testAddress(test: AddressTest): Promise<ModelServer> {
  return read(client.POST("/api/v1/models/test", { body: test }));
}
