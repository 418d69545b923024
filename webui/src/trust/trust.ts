import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { client, read } from "@/api/client";
import { ApiError, explain } from "@/api/errors";
import type { ComponentTemplate, FlowNode } from "@/api/flow_data";
import type { components } from "@/api/schema";
import { type Catalogue, useCatalogue } from "@/catalogue/catalogue";
import { useDocument } from "@/document/document";
import { isGroup, isNote } from "@/document/graph";
import { useSettledFlow } from "@/document/settled";
import { notify } from "@/ui/notice";

/** A text that is trusted on this computer. */
export type Trusted = components["schemas"]["TrustRead"];
/** Code that a node carries, and whether it is trusted. */
export type CarriedCode = components["schemas"]["CarriedCodeRead"];

const trustKeys = { all: ["trust"] as const, list: ["trust", "list"] as const };

/** Everything that is trusted. */
export function useTrusted() {
  return useQuery({
    queryKey: trustKeys.list,
    queryFn: () => read<Trusted[]>(client.GET("/api/v1/trust", {})),
    retry: false,
  });
}

/** The code that the open flow carries: in its order, and whether this page may give trust at all. */
export interface FlowCode {
  codes: readonly CarriedCode[];
  /** Only a page that Runnel itself opened may; others are not told how anything stands. */
  mayTrust: boolean;
}

const NOTHING: FlowCode = { codes: [], mayTrust: true };

/** The code that the nodes of the open flow carry. Asked anew when code changes, not when anything else does. */
export function useFlowCode(): FlowCode {
  const nodes = useSettledFlow((settled) => settled.nodes);
  const flowId = useDocument((document) => document.flow?.id ?? null);
  const catalogue = useCatalogue();
  const carriers = useMemo(
    () => (catalogue.isLoaded ? nodes.filter((node) => mayCarryCode(node, catalogue, true)).map(essenceOf) : []),
    [nodes, catalogue],
  );
  const marks = useMemo(() => digestOf(carriers.map(({ mark }) => mark).join("\n")), [carriers]);
  const { data } = useQuery({
    queryKey: [...trustKeys.all, "check", flowId, marks],
    queryFn: () => check(carriers, flowId),
    enabled: carriers.length > 0,
    placeholderData: (before: FlowCode | undefined) => before,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  return carriers.length > 0 ? (data ?? NOTHING) : NOTHING;
}

/** The code of one node; of a group, that of all nodes in it. */
export function useNodeCode(nodeId: string): FlowCode {
  const { codes, mayTrust } = useFlowCode();
  return useMemo(
    () => ({ codes: codes.filter((code) => code.node_id === nodeId || code.group_id === nodeId), mayTrust }),
    [codes, mayTrust, nodeId],
  );
}

/**
 * How a node stands: its code is trusted and runs, or is not and keeps it from running, or is not and Runnel's own
 * component runs in its place.
 */
export type CodeStanding = "trusted" | "not_trusted" | "replaced";

const RANK: readonly CodeStanding[] = ["trusted", "replaced", "not_trusted"];

/** The standing of each node that carries code; of a group, that of the worst node in it. */
export function useCodeStandings(): ReadonlyMap<string, CodeStanding> {
  const { codes } = useFlowCode();
  return useMemo(() => {
    const standings = new Map<string, CodeStanding>();
    for (const { node_id, group_id, is_trusted, has_substitute } of codes) {
      const standing = is_trusted ? "trusted" : has_substitute ? "replaced" : "not_trusted";
      for (const id of [node_id, group_id]) {
        const before = id ? standings.get(id) : undefined;
        if (id && (!before || RANK.indexOf(before) < RANK.indexOf(standing))) standings.set(id, standing);
      }
    }
    return standings;
  }, [codes]);
}

/** Does the node carry code of its own, as far as the page can tell by itself? */
export function useCarriesCode(nodeId: string): boolean {
  const node = useDocument((document) => document.nodes.find(({ id }) => id === nodeId));
  const catalogue = useCatalogue();
  return node !== undefined && catalogue.isLoaded && !isGroup(node) && mayCarryCode(node, catalogue, false);
}

/** Trusts the code of a node. */
export function useTrust() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ text, name, node_id }: Pick<CarriedCode, "text" | "name" | "node_id">) =>
      read<Trusted>(
        client.POST("/api/v1/trust", {
          body: { text, name, node_id, flow_id: useDocument.getState().flow?.id ?? null, kind: "code" },
        }),
      ),
    onSettled: () => queries.invalidateQueries({ queryKey: trustKeys.all }),
  });
}

/** Trusts a text no more; can be undone at once. */
export function useWithdraw() {
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries({ queryKey: trustKeys.all });
  return useMutation({
    mutationFn: ({ digest }: Pick<Trusted, "digest" | "name">) =>
      read(client.DELETE("/api/v1/trust/{digest}", { params: { path: { digest } } })),
    onSuccess: (_, { name }) => notify({ text: `The code of ${name || "the node"} is not trusted any more.` }),
    onError: (error) => notify({ text: explain(error).what, tone: "error" }),
    onSettled: refresh,
  });
}

/** What of a node decides about its code: all that the server needs to see. */
interface Essence {
  node: FlowNode;
  mark: string;
}

/** Nodes are never changed in place, so what is essential of them is worked out once. */
const essences = new WeakMap<FlowNode, Essence>();

function essenceOf(node: FlowNode): Essence {
  const known = essences.get(node);
  if (known) return known;
  const { id, type, position, data } = node;
  const component = data.node;
  const values = Object.entries(component?.template ?? {}).map(([key, entry]) => [
    key,
    key === "_type" ? entry : { value: (entry as { value?: unknown } | null)?.value },
  ]);
  const { display_name, edited, metadata, flow } = component ?? ({} as Partial<ComponentTemplate>);
  const essence = {
    ...(isGroup(node) ? { display_name, flow } : { display_name, edited, metadata }),
    template: Object.fromEntries(isGroup(node) ? Object.entries(component?.template ?? {}) : values),
  };
  const bare = { id, type, position, data: { id: data.id, type: data.type, node: essence } } as unknown as FlowNode;
  const made = { node: bare, mark: digestOf(JSON.stringify(bare.data)) };
  essences.set(node, made);
  return made;
}

/**
 * Could the server find code in this node? Those of ours that carry none are not asked about. Whether a source fits its
 * hash only the server can tell; `byHash` counts all that have one.
 */
function mayCarryCode(node: FlowNode, { byType }: Catalogue, byHash: boolean): boolean {
  const component = node.data.node;
  if (!component || isNote(node)) return false;
  if (isGroup(node)) return true;
  const known = byType.get(String(node.data.type ?? ""))?.component;
  if ((known?.metadata as { runs_code?: boolean } | undefined)?.runs_code) return true;
  const code = component.template.code?.value;
  if (typeof code !== "string" || !code) return false;
  if (!known || component.edited) return true;
  const fresh = known.template.code?.value;
  if (fresh) return fresh !== code;
  return byHash && Boolean((component.metadata as { code_hash?: unknown } | undefined)?.code_hash);
}

async function check(carriers: readonly Essence[], flowId: string | null): Promise<FlowCode> {
  const nodes = carriers.map(({ node }) => node) as unknown as Record<string, never>[];
  try {
    const codes = await read<CarriedCode[]>(
      client.POST("/api/v1/trust/check", { body: { nodes, flow_id: flowId } } as never),
    );
    return { codes, mayTrust: true };
  } catch (error) {
    if (error instanceof ApiError && error.status === 403) return { codes: [], mayTrust: false };
    throw error;
  }
}

/** A short word for a text: equal texts have equal ones. */
function digestOf(text: string): string {
  let first = 0x811c9dc5;
  let second = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    first = Math.imul(first ^ code, 0x01000193);
    second = (Math.imul(second, 31) + code) | 0;
  }
  return `${text.length}.${first >>> 0}.${second >>> 0}`;
}
