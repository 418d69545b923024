import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { client, read } from "@/api/client";

const libraryKey = ["library"] as const;

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
