import type { FlowNode } from "@/api/flow_data";
import { isGroup, nodeName } from "@/document/graph";
import { innerGraph } from "@/document/groups";
import { typeKey } from "@/document/handles";

/** A node that holds what was looked for. */
export interface FoundNode {
  id: string;
  name: string;
  /** Where it was found: the node's name or type, a field with the words around, an output's name. */
  where: string;
}

const AROUND = 24;

/** Nodes whose name, type, field values or output names hold a text, those in groups too. Secrets are not looked into. */
export function findInFlow(nodes: readonly FlowNode[], query: string): FoundNode[] {
  const wanted = query.trim().toLowerCase();
  if (!wanted) return [];
  return nodes.flatMap((node) => {
    const where = placeIn(node, wanted);
    const own = where === null ? [] : [{ id: node.id, name: nodeName(node), where }];
    return isGroup(node) ? [...own, ...findInFlow(innerGraph(node).nodes, query)] : own;
  });
}

function placeIn(node: FlowNode, wanted: string): string | null {
  const holds = (text: string) => text.toLowerCase().includes(wanted);
  if (holds(nodeName(node))) return "name";
  if (holds(typeKey(node))) return typeKey(node);
  const component = node.data.node;
  if (component?.description && node.data.type === "note" && holds(component.description))
    return excerpt(component.description, wanted);
  // What a group shows of its inner fields is found there.
  if (!isGroup(node)) {
    for (const [key, field] of Object.entries(component?.template ?? {})) {
      if (key.startsWith("_") || key === "code" || typeof field !== "object" || field === null || field.password)
        continue;
      const text = textOf(field.value);
      if (holds(text)) return `${field.display_name ?? key}: ${excerpt(text, wanted)}`;
    }
  }
  const output = component?.outputs?.find(({ name, display_name }) => holds(display_name ?? name));
  return output ? `output ${output.display_name ?? output.name}` : null;
}

function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "number") return String(value);
  return typeof value === "object" && value !== null ? JSON.stringify(value) : "";
}

function excerpt(text: string, wanted: string): string {
  const at = text.toLowerCase().indexOf(wanted);
  const from = Math.max(0, at - AROUND);
  const to = Math.min(text.length, at + wanted.length + AROUND);
  return `${from > 0 ? "…" : ""}${text.slice(from, to).replaceAll(/\s+/g, " ")}${to < text.length ? "…" : ""}`;
}
