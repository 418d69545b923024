import { type QueryClient, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { client, read, readWithTag } from "@/api/client";
import { explain } from "@/api/errors";
import type { Flow, FlowData } from "@/api/flow_data";
import type { components } from "@/api/schema";
import type { FlowSummary } from "@/flows/flow_summary";
import { restore } from "@/flows/trash";
import { notify } from "@/ui/notice";

/** Cache keys of flows. Everything under `flows` is stale after a flow was changed elsewhere. */
export const flowKeys = {
  all: ["flows"] as const,
  summaries: ["flows", "summaries"] as const,
  found: (query: string) => ["flows", "summaries", "found", query] as const,
  starters: ["flows", "summaries", "starters"] as const,
  components: ["flows", "components"] as const,
};

/** All flows of the user, without their graphs. */
export function useFlowSummaries() {
  // Runs and edits on the canvas change them: coming home looks again.
  return useQuery({ queryKey: flowKeys.summaries, queryFn: () => listSummaries({}), refetchOnMount: "always" });
}

/** Ids of the flows in which the server found `query`, prompt texts included; undefined while it looks. */
export function useFoundFlowIds(query: string): ReadonlySet<string> | undefined {
  const { data } = useQuery({
    queryKey: flowKeys.found(query),
    queryFn: () => listSummaries({ search: query }),
    enabled: query !== "",
    select: (flows) => new Set(flows.map((flow) => flow.id)),
  });
  return data;
}

/** The ready-made flows that new flows can start from. */
export function useStarterSummaries() {
  return useQuery({ queryKey: flowKeys.starters, queryFn: () => listSummaries({ starters: true }), staleTime: 60_000 });
}

function listSummaries(query: { search?: string; starters?: boolean }): Promise<FlowSummary[]> {
  // The client loses the tuples of thumbnails on the way.
  return read(client.GET("/api/v1/flows/summaries", { params: { query } })) as Promise<FlowSummary[]>;
}

/** The saved components, which are flows of one node, with their graphs. */
export function useSavedComponents(isWanted: boolean) {
  return useQuery({
    queryKey: flowKeys.components,
    queryFn: () =>
      read(
        client.GET("/api/v1/flows/", { params: { query: { components_only: true, remove_example_flows: true } } }),
      ) as Promise<unknown> as Promise<Flow[]>,
    enabled: isWanted,
    staleTime: 60_000,
  });
}

/** A flow with its graph. */
export function getFlow(id: string): Promise<Flow> {
  return read(client.GET("/api/v1/flows/{flow_id}", { params: { path: { flow_id: id } } })) as Promise<Flow>;
}

/** A flow to be made; the server gives the id and numbers a name that is taken. */
export type FlowDraft = Pick<Flow, "name" | "data"> & Partial<Pick<Flow, "description" | "folder_id" | "is_component">>;

/** Stores a new flow. */
export function createFlow(draft: FlowDraft): Promise<Flow> {
  // What has a default may be left out, though the generated type names it as required.
  return read(client.POST("/api/v1/flows/", { body: draft as components["schemas"]["FlowCreate"] })) as Promise<Flow>;
}

/** Stores a copy of a flow beside it. */
export async function duplicateFlow(id: string): Promise<Flow> {
  const { name, description, data, folder_id, is_component } = await getFlow(id);
  return createFlow({ name, description, data, folder_id, is_component });
}

/** What home may change of a flow without opening it. */
export type FlowHeader = Partial<Pick<FlowSummary, "name" | "description" | "folder_id">>;

function updateFlow(id: string, header: FlowHeader): Promise<unknown> {
  return read(client.PATCH("/api/v1/flows/{flow_id}", { params: { path: { flow_id: id } }, body: header }));
}

/** Changes the graph of a flow that is not open here: refused when it was changed since `etag`. */
export async function replaceFlowData(id: string, data: FlowData, etag: string | null): Promise<void> {
  const headers = etag ? { "If-Match": etag } : undefined;
  const params = { path: { flow_id: id } };
  await read(client.PATCH("/api/v1/flows/{flow_id}", { params, body: { data } as never, headers }));
}

/** A flow with its graph, and the tag of what it is now. */
export async function getFlowWithTag(id: string): Promise<{ flow: Flow; etag: string | null }> {
  const answer = client.GET("/api/v1/flows/{flow_id}", { params: { path: { flow_id: id } } });
  const { data, etag } = await readWithTag(answer);
  return { flow: data as unknown as Flow, etag };
}

/** Names what a flow is now, so that it can be come back to. */
export async function createRestorePoint(id: string, label: string): Promise<void> {
  const params = { path: { flow_id: id } };
  await read(client.POST("/api/v1/flows/{flow_id}/revisions", { params, body: { label } }));
}

/** All flows of the user with their graphs, saved components left out. */
export async function listWholeFlows(): Promise<Flow[]> {
  const query = { get_all: true, remove_example_flows: true };
  const all = (await read(client.GET("/api/v1/flows/", { params: { query } }))) as unknown as Flow[];
  return all.filter(({ is_component }) => !is_component);
}

function deleteFlows(ids: readonly string[]): Promise<unknown> {
  return read(client.DELETE("/api/v1/flows/", { body: [...ids] }));
}

/** Changes headers of flows at once on the screen; a refusal puts them back and says why. */
export function useUpdateFlows() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ ids, header }: { ids: readonly string[]; header: FlowHeader }) =>
      Promise.all(ids.map((id) => updateFlow(id, header))),
    onMutate: ({ ids, header }) =>
      patchSummaries(queries, (flows) => flows.map((flow) => (ids.includes(flow.id) ? { ...flow, ...header } : flow))),
    onError: (error, _, before) => takeBack(queries, error, before),
    onSettled: () => queries.invalidateQueries({ queryKey: flowKeys.all }),
  });
}

/** Moves flows to the trash and offers to bring them back. */
export function useDeleteFlows() {
  const queries = useQueryClient();
  const bringBack = useMutation({
    mutationFn: (ids: readonly string[]) => Promise.all(ids.map((id) => restore({ kind: "flow", id }))),
    onError: (error) => notify({ text: explain(error).what, tone: "error" }),
    onSettled: () => queries.invalidateQueries({ queryKey: flowKeys.all }),
  });
  return useMutation({
    mutationFn: (flows: readonly Pick<FlowSummary, "id" | "name">[]) => deleteFlows(flows.map((flow) => flow.id)),
    onMutate: (gone) => {
      const ids = new Set(gone.map((flow) => flow.id));
      return patchSummaries(queries, (flows) => flows.filter((flow) => !ids.has(flow.id)));
    },
    onSuccess: (_, gone) =>
      notify({
        text: gone.length === 1 ? `“${gone[0]?.name}” is in the trash.` : `${gone.length} flows are in the trash.`,
        action: { label: "Undo", perform: () => bringBack.mutate(gone.map((flow) => flow.id)) },
      }),
    onError: (error, _, before) => takeBack(queries, error, before),
    onSettled: () => queries.invalidateQueries({ queryKey: flowKeys.all }),
  });
}

type Before = FlowSummary[] | undefined;

async function patchSummaries(queries: QueryClient, change: (flows: FlowSummary[]) => FlowSummary[]): Promise<Before> {
  await queries.cancelQueries({ queryKey: flowKeys.summaries, exact: true });
  const before = queries.getQueryData<FlowSummary[]>(flowKeys.summaries);
  queries.setQueryData<FlowSummary[]>(flowKeys.summaries, (flows) => flows && change(flows));
  return before;
}

function takeBack(queries: QueryClient, error: unknown, before: Before): void {
  queries.setQueryData(flowKeys.summaries, before);
  notify({ text: explain(error).what, tone: "error" });
}
