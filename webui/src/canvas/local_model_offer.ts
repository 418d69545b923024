import { useMemo } from "react";
import type { FlowNode } from "@/api/flow_data";
import { change } from "@/canvas/document";
import { nodeById } from "@/canvas/edits";
import { nodeName } from "@/canvas/graph";
import { type Models, useModels } from "@/models/models";
import { useVariables } from "@/variables/variables";

/** A local model that a node without a key could run on. */
export interface LocalModel {
  base_url: string;
  model: string;
}

/**
 * For nodes that would ask a vendor without a key: the local model found instead. Null when there is none, or when the
 * OpenAI address of Settings already leads to one (then such nodes use it by themselves). Looked for only if `isWanted`.
 */
export function useLocalModel(isWanted: boolean): LocalModel | null {
  const { data } = useModels({ isWanted });
  return useMemo(() => (data ? localModel(data) : null), [data]);
}

function localModel({ servers, openai_base_url }: Models): LocalModel | null {
  if (openai_base_url) return null;
  const server = servers.find(({ is_reachable, models }) => is_reachable && models.length > 0);
  const [model] = server?.models ?? [];
  return server && model ? { base_url: server.base_url, model } : null;
}

/** The names of variables that hold keys; null while they load. */
export function useVariableNames(): ReadonlySet<string> | null {
  const { data } = useVariables();
  return useMemo(() => (data ? new Set(data.map(({ name }) => name)) : null), [data]);
}

/** Would this node ask OpenAI itself, without a key? */
export function lacksKey(node: FlowNode, variables: ReadonlySet<string>): boolean {
  const { openai_api_base: address, api_key: key } = node.data.node?.template ?? {};
  if (!address || !key || address.value) return false;
  return !key.value || (key.load_from_db === true && !variables.has(String(key.value)));
}

/** Points a node at a local model, as one act. */
export function runOnLocalModel(nodeId: string, { base_url, model }: LocalModel): void {
  const node = nodeById(nodeId);
  const component = node?.data.node;
  if (!node || !component) return;
  const { openai_api_base, model_name, api_key } = component.template;
  const template = {
    ...component.template,
    openai_api_base: {
      ...openai_api_base,
      value: /\/v1\/?$/.test(base_url) ? base_url : `${base_url.replace(/\/$/, "")}/v1`,
    },
    model_name: { ...model_name, value: model, options: [model, ...(model_name?.options ?? [])] },
    // A local server asks for no key; an unknown variable would stop the run.
    api_key: { ...api_key, value: "", load_from_db: false },
  };
  change(`Run ${nodeName(node)} on the local model`, ({ nodes }) => ({
    nodes: nodes.map((each) =>
      each.id === nodeId ? { ...each, data: { ...each.data, node: { ...component, template } } } : each,
    ),
  }));
}
