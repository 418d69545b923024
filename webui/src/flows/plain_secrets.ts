import { client, read } from "@/api/client";
import type { FieldTemplate, Flow, FlowData } from "@/api/flow_data";

/** A key written out in a flow, where anyone who gets the file can read it. */
export interface PlainSecret {
  nodeId: string;
  field: string;
  /** What a variable for it is called, unless the name is taken: `OPENAI_API_KEY`. */
  variableName: string;
}

/** The secrets that a flow carries in plain text: password fields that name no variable. */
export function findPlainSecrets(data: FlowData | null): PlainSecret[] {
  return (data?.nodes ?? []).flatMap(({ id, data: { node, type } }) =>
    Object.entries(node?.template ?? {})
      .filter(([, field]) => isPlainSecret(field))
      .map(([field]) => ({ nodeId: id, field, variableName: variableName(type ?? "", field) })),
  );
}

function isPlainSecret(field: FieldTemplate | undefined): boolean {
  // Keys that begin with "_" hold texts, not fields.
  if (typeof field !== "object" || field === null) return false;
  return field.password === true && !field.load_from_db && typeof field.value === "string" && field.value.trim() !== "";
}

/** The same by the names that people see, groups included: "OpenAI · API Key". */
export function namesOfPlainSecrets(data: FlowData | null | undefined): string[] {
  return (data?.nodes ?? []).flatMap(({ data: { node, type } }) => [
    ...Object.entries(node?.template ?? {})
      .filter(([, field]) => isPlainSecret(field))
      .map(([key, field]) => `${node?.display_name || type} · ${field.display_name || key}`),
    ...namesOfPlainSecrets(node?.flow?.data),
  ]);
}

/** A copy of a flow's graph without the secrets written out in it, groups included: for what leaves this place. */
export function withoutSecrets(data: FlowData): FlowData {
  const copy = structuredClone(data);
  const clear = (graph: FlowData | undefined) => {
    for (const { data: inner } of graph?.nodes ?? []) {
      for (const field of Object.values(inner.node?.template ?? {})) if (isPlainSecret(field)) field.value = "";
      clear(inner.node?.flow?.data);
    }
  };
  clear(copy);
  return copy;
}

/** `OpenAIModel`, `api_key` → `OPENAI_API_KEY`; a field that names its service already stays as it is. */
function variableName(type: string, field: string): string {
  const service = type.replace(/(Model|Embeddings|Component|Tool)$/, "");
  const whole = field.toLowerCase().includes(service.toLowerCase()) ? field : `${service}_${field}`;
  return whole.replace(/[^A-Za-z0-9]+/g, "_").toUpperCase();
}

/**
 * Puts a flow's plain secrets into credential variables and lets its fields name those instead. One value becomes one
 * variable, however many fields hold it.
 *
 * @returns the names of the variables that were made.
 */
export async function moveSecretsToVariables(flow: Flow): Promise<string[]> {
  const data = structuredClone(flow.data);
  if (!data) return [];
  const taken = new Set((await read(client.GET("/api/v1/variables/", {}))).map((variable) => variable.name));
  const nameByValue = new Map<string, string>();
  for (const { nodeId, field, variableName } of findPlainSecrets(data)) {
    const template = data.nodes.find((node) => node.id === nodeId)?.data.node?.template[field];
    if (!template) continue;
    const value = String(template.value);
    const name = nameByValue.get(value) ?? (await createCredential(variableName, value, taken));
    nameByValue.set(value, name);
    template.value = name;
    template.load_from_db = true;
  }
  await read(client.PATCH("/api/v1/flows/{flow_id}", { params: { path: { flow_id: flow.id } }, body: { data } }));
  return [...nameByValue.values()];
}

async function createCredential(wanted: string, value: string, taken: Set<string>): Promise<string> {
  let name = wanted;
  for (let number = 2; taken.has(name); number++) name = `${wanted}_${number}`;
  taken.add(name);
  const body = { name, value, type: "Credential", default_fields: [] };
  await read(client.POST("/api/v1/variables/", { body }));
  return name;
}
