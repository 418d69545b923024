import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { useSearchParams } from "react-router";
import { client, read } from "@/api/client";
import { partOfPage } from "@/api/page_state";
import type { ListedMessage } from "@/messages/message";

const messageKeys = {
  all: ["messages"] as const,
  sessions: (flowId: string) => ["messages", flowId, "sessions"] as const,
  history: (flowId: string, sessionId: string) => ["messages", flowId, "history", sessionId] as const,
};

/** Session ids of a flow's messages, the newest first. */
export function useSessions(flowId: string) {
  return useQuery({
    queryKey: messageKeys.sessions(flowId),
    queryFn: () => partOfPage("sessions", () => listSessions(flowId), { flowId }),
  });
}

function listSessions(flowId: string): Promise<string[]> {
  return read<string[]>(
    client.GET("/api/v1/monitor/messages/sessions", { params: { query: { flow_id: flowId } } }) as never,
  );
}

/** The stored messages of a session, oldest first. */
export function useHistory(flowId: string, sessionId: string | null) {
  return useQuery({
    queryKey: messageKeys.history(flowId, sessionId ?? ""),
    enabled: sessionId !== null,
    // What a run tells is newer than what was fetched; a fresh look is taken whenever the session is opened.
    staleTime: 0,
    queryFn: () => openHistory(flowId, sessionId ?? ""),
  });
}

function openHistory(flowId: string, sessionId: string): Promise<ListedMessage[]> {
  const ask = () => readHistory(flowId, sessionId) as Promise<never>;
  return partOfPage("messages", ask, { flowId, sessionId }) as Promise<unknown> as Promise<ListedMessage[]>;
}

function readHistory(flowId: string, sessionId: string): Promise<ListedMessage[]> {
  return read<ListedMessage[]>(
    client.GET("/api/v1/monitor/messages", {
      params: { query: { flow_id: flowId, session_id: sessionId } },
    }) as never,
  );
}

/** Looks again which sessions and messages there are. */
export function useRefreshMessages() {
  const queries = useQueryClient();
  return useCallback(() => void queries.invalidateQueries({ queryKey: messageKeys.all }), [queries]);
}

/** Gives all messages of a session another session name. */
export function useRenameSession(flowId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ from, to }: { from: string; to: string }) =>
      read(
        client.PATCH("/api/v1/monitor/messages/session/{session_id}", {
          params: { path: { session_id: from }, query: { new_session_id: to } },
        }),
      ),
    onSuccess: (_, { from, to }) => {
      queries.setQueryData<string[]>(messageKeys.sessions(flowId), (ids) => ids?.map((id) => (id === from ? to : id)));
      void queries.invalidateQueries({ queryKey: messageKeys.all });
    },
  });
}

/** Deletes the messages that this flow has in a session; other flows may have a session of the same name. */
export function useDeleteSession(flowId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (sessionId: string) => {
      const messages = await readHistory(flowId, sessionId);
      const ids = messages.flatMap(({ id }) => (id ? [id] : []));
      if (ids.length) await read(client.DELETE("/api/v1/monitor/messages", { body: ids }));
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: messageKeys.all }),
  });
}

/** The session on screen: the one that the address names, else the newest of the flow, else the flow's own. */
export function useSession(flowId: string): { sessionId: string | null; choose: (sessionId: string) => void } {
  const [search, setSearch] = useSearchParams();
  const { data: sessions, isError } = useSessions(flowId);
  const wanted = search.get("session");
  // A session that gets newer messages later must not take the screen.
  const [first, setFirst] = useState<{ flowId: string; id: string } | null>(null);
  const found = isError ? flowId : sessions && (sessions[0] ?? flowId);
  if (found && first?.flowId !== flowId) setFirst({ flowId, id: found });

  const choose = (sessionId: string) =>
    setSearch(
      (now) => {
        const next = new URLSearchParams(now);
        next.set("session", sessionId);
        return next;
      },
      { replace: true },
    );
  return { sessionId: wanted ?? (first?.flowId === flowId ? first.id : null), choose };
}

/** The name of a session as people see it; the flow's own session has no name of its own. */
export function sessionName(sessionId: string, flowId: string): string {
  return sessionId === flowId ? "Default session" : sessionId;
}

/** A name for a session that parts from another, unlike all `taken`. */
export function branchName(from: string, taken: readonly string[]): string {
  const trunk = from.replace(/ · branch \d+$/, "");
  let number = 1;
  while (taken.includes(`${trunk} · branch ${number}`)) number++;
  return `${trunk} · branch ${number}`;
}

/** A name for a new session: when it began, with seconds, since names are shared by all flows. */
export function newSessionName(now: Date): string {
  const day = now.toLocaleDateString("en-GB", { day: "numeric", month: "short" });
  return `${day}, ${now.toLocaleTimeString("en-GB")}`;
}
