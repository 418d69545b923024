import type { FieldTemplate, FlowEdge, FlowNode } from "@/api/flow_data";
import { isNote, nodeName } from "@/document/graph";

/** The parts of a flow that are compared. */
export interface Version {
  nodes: readonly FlowNode[];
  edges: readonly FlowEdge[];
}

/** A field whose value differs, as texts. */
export interface FieldChange {
  key: string;
  label: string;
  before: string;
  after: string;
}

export interface NodeChange {
  id: string;
  name: string;
  /** moved: nothing but its place or size differs. */
  kind: "added" | "removed" | "changed" | "moved";
  fields: readonly FieldChange[];
}

/** What differs between two versions of a flow. */
export interface FlowDiff {
  nodes: readonly NodeChange[];
  addedEdges: readonly FlowEdge[];
  removedEdges: readonly FlowEdge[];
}

/** What became of `before` on the way to `after`: removed nodes first, then as they stand in `after`. */
export function diffFlows(before: Version, after: Version): FlowDiff {
  const old = byId(before.nodes);
  const next = byId(after.nodes);
  const removed = before.nodes.filter(({ id }) => !next.has(id)).map((node) => whole(node, "removed"));
  const others = after.nodes.flatMap((node): NodeChange[] => {
    const then = old.get(node.id);
    if (!then) return [whole(node, "added")];
    if (!sameContent(then, node)) {
      return [{ id: node.id, name: titleOf(node), kind: "changed", fields: fieldChanges(then, node) }];
    }
    return samePlace(then, node) ? [] : [whole(node, "moved")];
  });
  return {
    nodes: [...removed, ...others],
    addedEdges: edgesMissing(after.edges, before.edges),
    removedEdges: edgesMissing(before.edges, after.edges),
  };
}

function whole(node: FlowNode, kind: NodeChange["kind"]): NodeChange {
  return { id: node.id, name: titleOf(node), kind, fields: [] };
}

function titleOf(node: FlowNode): string {
  return isNote(node) ? "Note" : nodeName(node);
}

/** Nodes by their ids. */
export function byId(nodes: readonly FlowNode[]): Map<string, FlowNode> {
  return new Map(nodes.map((node) => [node.id, node]));
}

/** Which wire it is, whatever its id: from which output into which field. */
export function edgeKey({ source, target, sourceHandle, targetHandle, data }: FlowEdge): string {
  const output = data?.sourceHandle?.name ?? sourceHandle;
  const field = data?.targetHandle?.fieldName ?? targetHandle;
  return [source, output, target, field].join("\n");
}

function edgesMissing(these: readonly FlowEdge[], those: readonly FlowEdge[]): FlowEdge[] {
  const keys = new Set(those.map(edgeKey));
  return these.filter((edge) => !keys.has(edgeKey(edge)));
}

/** Is the node the same but for where and how large it stands? */
export function sameContent(a: FlowNode, b: FlowNode): boolean {
  return a === b || (a.type === b.type && isEqual(a.data, b.data));
}

/** Does the node stand in the same place, in the same size? */
export function samePlace(a: FlowNode, b: FlowNode): boolean {
  return a.position.x === b.position.x && a.position.y === b.position.y && a.width === b.width && a.height === b.height;
}

/** Are two values of JSON the same? Keys without a value count as absent. */
export function isEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    return (
      Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, index) => isEqual(item, b[index]))
    );
  }
  const left = a as Record<string, unknown>;
  const right = b as Record<string, unknown>;
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].every((key) => isEqual(left[key], right[key]));
}

/** What differs between two states of one node, in words that a person knows. Secrets are not shown. */
export function fieldChanges(before: FlowNode, after: FlowNode): FieldChange[] {
  const changes: FieldChange[] = [];
  const add = (key: string, label: string, was: unknown, is: unknown) => {
    if (!isEqual(was, is)) changes.push({ key, label, before: asText(was), after: asText(is) });
  };
  const old = before.data.node;
  const next = after.data.node;
  add("display_name", "Name", nodeName(before), nodeName(after));
  if (isNote(after)) add("description", "Text", old?.description, next?.description);
  const keys = new Set([...Object.keys(old?.template ?? {}), ...Object.keys(next?.template ?? {})]);
  for (const key of keys) {
    const then = fieldOf(old?.template?.[key]);
    const now = fieldOf(next?.template?.[key]);
    if (isEqual(then, now)) continue;
    const label = now?.display_name || then?.display_name || (key === "code" ? "Code" : key);
    const isSecret = Boolean(now?.password || then?.password);
    if (isSecret && !isEqual(then?.value, now?.value)) {
      changes.push({ key, label, before: dots(then?.value), after: dots(now?.value) });
    } else if (!isEqual(fieldValue(then), fieldValue(now))) add(key, label, fieldValue(then), fieldValue(now));
    else add(`${key} settings`, `${label} (settings)`, settingsOf(then, now), settingsOf(now, then));
  }
  for (const [key, label] of STATES) add(key, label, old?.[key] ?? false, next?.[key] ?? false);
  if (!changes.length)
    changes.push({ key: "component", label: "Component", before: "older form", after: "newer form" });
  return changes;
}

const STATES = [
  ["frozen", "Frozen"],
  ["bypassed", "Bypassed"],
  ["tool_mode", "Tool mode"],
] as const;

function fieldOf(value: unknown): FieldTemplate | undefined {
  return typeof value === "object" && value !== null ? (value as FieldTemplate) : undefined;
}

function fieldValue(field: FieldTemplate | undefined): unknown {
  return field?.type === "file" ? (field.file_path ?? field.value) : field?.value;
}

function dots(value: unknown): string {
  return value ? "••••••" : "";
}

/** The attributes of a field that differ from another state of it. */
function settingsOf(field: FieldTemplate | undefined, other: FieldTemplate | undefined): Record<string, unknown> {
  return Object.fromEntries(Object.entries(field ?? {}).filter(([key, value]) => !isEqual(value, other?.[key])));
}

function asText(value: unknown): string {
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}
