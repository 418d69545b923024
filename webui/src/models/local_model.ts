import type { FlowNode } from "@/api/flow_data";
import type { Models } from "@/models/models";

/** A local model that a node without a key could run on. */
export interface LocalModel {
  base_url: string;
  model: string;
}

/** A model as people say it: llama.cpp names the path of a model's file, of which the last part is enough. */
export function shortModelName(name: string): string {
  return name.endsWith(".gguf") ? name.slice(Math.max(name.lastIndexOf("/"), name.lastIndexOf("\\")) + 1) : name;
}

/**
 * The local model for nodes that would ask a vendor without a key. Null when none was found, or when the OpenAI address
 * of Settings already leads to one (then such nodes use it by themselves).
 */
export function localModel({ servers, openai_base_url }: Models): LocalModel | null {
  if (openai_base_url) return null;
  const server = servers.find(({ is_reachable, models }) => is_reachable && models.length > 0);
  const [model] = server?.models ?? [];
  return server && model ? { base_url: server.base_url, model } : null;
}

/** Would this node ask OpenAI itself, without a key? `variables` are the names of those there are. */
export function lacksKey(node: FlowNode, variables: ReadonlySet<string>): boolean {
  const { openai_api_base: address, api_key: key } = node.data.node?.template ?? {};
  if (!address || !key || address.value) return false;
  return !key.value || (key.load_from_db === true && !variables.has(String(key.value)));
}

/** The node, pointed at a local model. */
export function onLocalModel(node: FlowNode, { base_url, model }: LocalModel): FlowNode {
  const component = node.data.node;
  if (!component) return node;
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
  return { ...node, data: { ...node.data, node: { ...component, template } } };
}
