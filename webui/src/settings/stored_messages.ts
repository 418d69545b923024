import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { client, read } from "@/api/client";
import type { components } from "@/api/schema";

/** A stored message of any flow and session. */
export type StoredMessage = components["schemas"]["MessageRead"];

const storedKey = ["messages", "stored"] as const;

/** All stored messages, the newest first. */
export function useStoredMessages() {
  return useQuery({
    queryKey: storedKey,
    queryFn: () => read(client.GET("/api/v1/monitor/messages", {})) as Promise<StoredMessage[]>,
    select: (messages) => messages.toReversed(),
  });
}

/** Changes the text of a message. */
export function useUpdateMessageText() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, text }: { id: string; text: string }) =>
      read(
        client.PUT("/api/v1/monitor/messages/{message_id}", {
          params: { path: { message_id: id } },
          body: { text } as components["schemas"]["MessageUpdate"],
        }),
      ),
    onSettled: () => queries.invalidateQueries({ queryKey: ["messages"] }),
  });
}

/** Deletes messages for ever. */
export function useDeleteMessages() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (ids: string[]) => read(client.DELETE("/api/v1/monitor/messages", { body: ids })),
    onSettled: () => queries.invalidateQueries({ queryKey: ["messages"] }),
  });
}
