import type {
  ComponentTemplate,
  FieldTemplate,
  FlowEdge,
  FlowNode,
  OutputTemplate,
  SourceHandle,
  TargetHandle,
} from "@/api/flow_data";

/** Value families that are edited in place and have no handle unless `input_types` says so. */
const EDITED_TYPES = new Set([
  "str",
  "bool",
  "float",
  "code",
  "prompt",
  "file",
  "int",
  "dict",
  "NestedDict",
  "table",
  "link",
  "slider",
  "tab",
  "sortableList",
  "query",
  "tools",
  "mcp",
]);

/** The one output of a node in tool mode. */
export const TOOLSET_OUTPUT: OutputTemplate = {
  name: "component_as_tool",
  display_name: "Toolset",
  method: "to_toolkit",
  types: ["Tool"],
  selected: "Tool",
  value: "__UNDEFINED__",
  cache: true,
};

/** Canonical text of a handle: keys sorted at every level, no spaces, œ for quotes. */
export function encodeHandle(handle: SourceHandle | TargetHandle): string {
  return JSON.stringify(sortKeys(handle)).replaceAll('"', "œ");
}

/** The handle that a text stands for, or null when it is none. Spaces and key order do not matter. */
export function decodeHandle(text: string | null | undefined): Record<string, unknown> | null {
  if (!text) return null;
  try {
    const value: unknown = JSON.parse(text.replaceAll("œ", '"'));
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, part]) => part !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .map(([key, part]) => [key, sortKeys(part)]),
  );
}

/** The types that an output gives: the one it has, of several the chosen one. */
export function outputTypes(output: OutputTemplate): string[] {
  const types = output.types ?? [];
  return types.length !== 1 && output.selected ? [output.selected] : types;
}

/** The type key of a node; groups answer "GroupNode". */
export function typeKey(node: FlowNode): string {
  return node.data.type ?? node.id.replace(/-[A-Za-z0-9]+$/, "");
}

/** Is the node in tool mode? The outputs decide, not the flag. */
export function isTool(component: ComponentTemplate | undefined): boolean {
  return component?.outputs?.some((output) => output.name === TOOLSET_OUTPUT.name) ?? false;
}

/** May a wire end at this field at all (whatever its visibility)? */
export function takesWire(field: FieldTemplate): boolean {
  return !EDITED_TYPES.has(field.type ?? "str") || (field.input_types?.length ?? 0) > 0;
}

/** Does the field take several wires or values? */
export function isList(field: FieldTemplate): boolean {
  return field.list === true || field.is_list === true;
}

/** The handle of an output, as the flow file writes it. */
export function sourceHandleOf(node: FlowNode, output: OutputTemplate): SourceHandle {
  return { dataType: typeKey(node), id: node.id, name: output.name, output_types: outputTypes(output) };
}

/** The handle of a field, as the flow file writes it. */
export function targetHandleOf(node: FlowNode, fieldName: string, field: FieldTemplate): TargetHandle {
  const handle: TargetHandle = {
    fieldName,
    id: node.id,
    inputTypes: field.input_types ?? null,
    type: field.type ?? "str",
  };
  if (field.proxy) handle.proxy = { field: field.proxy.field, id: field.proxy.id };
  return handle;
}

/** A wire with both forms of its handles, canonically written. */
export function makeEdge(
  source: SourceHandle,
  target: TargetHandle | SourceHandle,
  base: Partial<FlowEdge> = {},
): FlowEdge {
  const sourceText = encodeHandle(source);
  const targetText = encodeHandle(target);
  return {
    ...base,
    id: `reactflow__edge-${source.id}${sourceText}-${target.id}${targetText}`,
    source: source.id,
    target: target.id,
    sourceHandle: sourceText,
    targetHandle: targetText,
    data: { ...base.data, sourceHandle: source, targetHandle: target as TargetHandle },
  };
}

/** The name of the output where a wire begins. */
export function sourceName(edge: FlowEdge): string {
  return edge.data?.sourceHandle?.name ?? String(decodeHandle(edge.sourceHandle)?.name ?? "");
}

/** The key of the field where a wire ends; for a wire back into a looping output, that output's name. */
export function targetName(edge: FlowEdge): string {
  const handle: Record<string, unknown> | null | undefined = edge.data?.targetHandle ?? decodeHandle(edge.targetHandle);
  return String(handle?.fieldName ?? handle?.name ?? "");
}

/** Do the types of an output go into a field? Exact names; no conversion. */
export function typesFit(types: readonly string[], sourceType: string, field: FieldTemplate): boolean {
  const accepted = field.input_types ?? [];
  return types.some((type) => accepted.includes(type) || type === field.type) || accepted.includes(sourceType);
}

/** "Message", "Data or Table": type names for people. */
export function typeWords(types: readonly string[]): string {
  return types.length <= 1 ? (types[0] ?? "a value") : `${types.slice(0, -1).join(", ")} or ${types.at(-1)}`;
}

/**
 * Why a wire from `output` of `source` into `fieldName` of `target` is refused, or null when it is allowed.
 * A single field that is already wired is not refused here: a new wire takes the place of the old one.
 */
export function refusal(source: FlowNode, output: OutputTemplate, target: FlowNode, fieldName: string): string | null {
  if (source.id === target.id) return "A node cannot feed itself.";
  const field = target.data.node?.template[fieldName];
  const label = field?.display_name ?? fieldName;
  if (!field) return `${target.data.node?.display_name ?? target.id} has no field ${label}.`;
  if (!takesWire(field)) return `${label} takes no wire; type its value.`;
  if (field.tool_mode && isTool(target.data.node)) return `${label} is filled by the agent while the node is a tool.`;
  const types = outputTypes(output);
  if (typesFit(types, typeKey(source), field)) return null;
  const wanted = field.input_types?.length ? field.input_types : [field.type ?? "str"];
  return `${typeWords(types)} cannot go into ${label}, which takes ${typeWords(wanted)}.`;
}
