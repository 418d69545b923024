import type { FieldTemplate, FlowEdge, FlowNode } from "@/api/flow_data";
import { fieldsOf, isNote, nodeName } from "@/document/graph";
import { targetName, typeKey } from "@/document/handles";
import { type InputKind, kindOf } from "@/inputs/kind";

/** A field that a call may set. */
export interface TweakField {
  nodeId: string;
  key: string;
  /** "Prompt · Template". */
  label: string;
  field: FieldTemplate;
}

/** What a person chose for the call of a flow. */
export interface CallChoice {
  input: string;
  session: string;
  isStreaming: boolean;
  /** `<node id> <field>`, in the order in which they were chosen. */
  tweaks: readonly string[];
}

export const NO_CHOICE: CallChoice = { input: "Hello", session: "", isStreaming: false, tweaks: [] };

/** Kinds of fields that hold nothing which a call could give. */
const NOT_SET: ReadonlySet<InputKind> = new Set(["handle", "code", "link"]);

/** The key of a field among the chosen ones. */
export function tweakKey({ nodeId, key }: Pick<TweakField, "nodeId" | "key">): string {
  return `${nodeId} ${key}`;
}

/** All fields that a call may set: no code, no wired ones, none that take files of this computer. */
export function tweakFields(nodes: readonly FlowNode[], edges: readonly FlowEdge[]): TweakField[] {
  const wired = new Set(edges.map((edge) => `${edge.target} ${targetName(edge)}`));
  const shown = nodes.filter((node) => !isNote(node));
  const names = shown.map(nodeName);
  return shown.flatMap((node) => {
    const name = nodeName(node);
    // Nodes of one name are told apart by their ids.
    const title = names.filter((other) => other === name).length > 1 ? `${name} (${node.id})` : name;
    return fieldsOf(node.data.node)
      .filter(({ key, field }) => !NOT_SET.has(kindOf(field)) && !wired.has(`${node.id} ${key}`))
      .map(({ key, field }) => ({ nodeId: node.id, key, label: `${title} · ${field.display_name || key}`, field }));
  });
}

/** Does the flow take a text from its caller? */
export function takesInput(nodes: readonly FlowNode[]): boolean {
  return nodes.some((node) => ["ChatInput", "TextInput"].includes(typeKey(node)));
}

/** The body of the call: only what was chosen. */
export function callBody(
  nodes: readonly FlowNode[],
  fields: readonly TweakField[],
  { input, session, tweaks }: CallChoice,
): Record<string, unknown> {
  const types = new Set(nodes.map(typeKey));
  const body: Record<string, unknown> = {};
  if (takesInput(nodes)) body.input_value = input;
  if (!types.has("ChatInput") && types.has("TextInput")) body.input_type = "text";
  if (!types.has("ChatOutput")) body.output_type = "any";
  if (session) body.session_id = session;
  const chosen: Record<string, Record<string, unknown>> = {};
  for (const wanted of tweaks) {
    const found = fields.find((field) => tweakKey(field) === wanted);
    if (found) chosen[found.nodeId] = { ...chosen[found.nodeId], [found.key]: tweakValue(found.field) };
  }
  if (Object.keys(chosen).length) body.tweaks = chosen;
  return body;
}

/** A field's value as a call gives it. A secret is never written out. */
function tweakValue(field: FieldTemplate): unknown {
  if (kindOf(field) === "secret")
    return `YOUR_${(field.display_name || field.name || "SECRET").toUpperCase().replaceAll(/\W+/g, "_")}`;
  if (field.type === "file") return field.file_path ?? "";
  return field.value ?? "";
}
