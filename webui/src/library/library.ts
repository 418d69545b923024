import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { client, read } from "@/api/client";
import type { components } from "@/api/schema";
import { getFlow } from "@/flows/flows";
import { withoutSecrets } from "@/flows/plain_secrets";

const libraryKey = ["library"] as const;

/** A component or flow in the library. */
export type Shared = components["schemas"]["StoreComponentRead"];

/** What is looked for in the library. */
export interface LibraryQuery {
  search: string;
  isLiked: boolean;
  /** `-date_created`, `name`, `-count(liked_by)` or `-count(downloads)`. */
  sort: string;
}

/** Whether the library of shared components on this computer is open to clients. */
export function useLibraryIsOpen() {
  return useQuery({
    queryKey: libraryKey,
    queryFn: () => read(client.GET("/api/v1/store/check/api_key", {})),
    select: (check) => check.has_api_key,
  });
}

/** Opens or closes the library: the API keeps it open while a store key, any text, is saved. */
export function useOpenLibrary() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (isOpen: boolean) => {
      const { access_token } = await read(client.GET("/api/v1/auto_login", {}));
      await read(
        client.POST("/api/v1/api_key/store", {
          body: { api_key: isOpen ? "open" : "" },
          headers: { authorization: `Bearer ${access_token}` },
        }),
      );
    },
    onSettled: () => queries.invalidateQueries({ queryKey: libraryKey }),
  });
}

/** What the library holds of a search; all of it fits one page. */
export function useShared({ search, isLiked, sort }: LibraryQuery) {
  return useQuery({
    queryKey: [...libraryKey, "list", search, isLiked, sort],
    queryFn: () =>
      read(
        client.GET("/api/v1/store/components/", {
          params: { query: { search: search || undefined, liked: isLiked, sort: [sort], limit: 500 } },
        }),
      ),
    placeholderData: (before) => before,
  });
}

/** Likes what is shared, or no longer. */
export function useLike() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      read(client.POST("/api/v1/store/users/likes/{component_id}", { params: { path: { component_id: id } } })),
    onSettled: () => queries.invalidateQueries({ queryKey: libraryKey }),
  });
}

/** Puts a copy of what is shared among one's own flows and components; gives the new flow. */
export function useTakeCopy() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ id }: Shared) => {
      const { name, description, data, is_component } = await read(
        client.GET("/api/v1/store/components/{component_id}", { params: { path: { component_id: id } } }),
      );
      return read(client.POST("/api/v1/flows/", { body: { name, description, data, is_component } as never }));
    },
    onSuccess: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ["flows"] }),
        queries.invalidateQueries({ queryKey: libraryKey }),
      ]),
  });
}

/** Puts copies of flows into the library, without the secrets written out in them. */
export async function shareFlows(ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    const { name, description, data, is_component } = await getFlow(id);
    const body = { name, description, data: data && withoutSecrets(data), is_component, private: false };
    await read(client.POST("/api/v1/store/components/", { body: body as never }));
  }
}

/** Takes what is shared out of the library. */
export function useUnshare() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id }: Shared) =>
      read(client.DELETE("/api/v1/store/components/{component_id}", { params: { path: { component_id: id } } })),
    onSettled: () => queries.invalidateQueries({ queryKey: libraryKey }),
  });
}
