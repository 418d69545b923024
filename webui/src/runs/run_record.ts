import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { client, read } from "@/api/client";
import type { components } from "@/api/schema";
import { onRunEvents } from "@/runs/event_feed";

/** A run in the list. */
export type RunRecord = components["schemas"]["RunRecord"];

/** A run with what it was given and what each vertex gave. */
export type RunDetail = components["schemas"]["RunDetail"];

export type RunTrigger = RunRecord["trigger"];
export type RunStatus = RunRecord["status"];

/** What the list is narrowed to. */
export interface RunFilter {
  trigger?: RunTrigger;
  status?: RunStatus;
}

const PAGE = 30;
/** How often the list looks for runs that were begun elsewhere, while it is shown. */
const LOOK_MS = 4000;

const runKeys = { of: (flowId: string) => ["runs", flowId] as const };

/** The runs of a flow, newest first; `isShown` keeps the list up to date. */
export function useRuns(flowId: string, filter: RunFilter, isShown: boolean) {
  const queries = useQueryClient();
  useEffect(
    () =>
      onRunEvents((id, events) => {
        const isNews = events.some(({ event }) => event === "end" || event === "vertices_sorted");
        if (id === flowId && isNews) void queries.invalidateQueries({ queryKey: runKeys.of(flowId) });
      }),
    [flowId, queries],
  );
  return useInfiniteQuery({
    queryKey: [...runKeys.of(flowId), filter],
    queryFn: ({ pageParam }) =>
      read(
        client.GET("/api/v1/runs", { params: { query: { flow_id: flowId, ...filter, page: pageParam, size: PAGE } } }),
      ),
    initialPageParam: 1,
    getNextPageParam: ({ page, pages }) => (page < pages ? page + 1 : undefined),
    enabled: isShown,
    refetchInterval: isShown ? LOOK_MS : false,
    staleTime: 1000,
  });
}

/** One run, whole. */
export function getRun(id: string): Promise<RunDetail> {
  return read(client.GET("/api/v1/runs/{run_id}", { params: { path: { run_id: id } } }));
}

/** Removes one run of a flow, or all that have ended. */
export function useDeleteRuns(flowId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (runId: string | "all") =>
      runId === "all"
        ? read(client.DELETE("/api/v1/runs", { params: { query: { flow_id: flowId } } }))
        : read(client.DELETE("/api/v1/runs/{run_id}", { params: { path: { run_id: runId } } })),
    onSettled: () => queries.invalidateQueries({ queryKey: runKeys.of(flowId) }),
  });
}

/** The page's address with this run shown on the canvas. */
export function withRun(search: URLSearchParams, runId: string): URLSearchParams {
  const next = new URLSearchParams(search);
  next.set("run", runId);
  next.set("dock", "runs");
  return next;
}
