import type { ComponentTemplate, FlowNode } from "@/api/flow_data";
import { withComponentTaken } from "@/document/component_update";
import { isGroup, isNote, nodeName } from "@/document/graph";
import { allIds, type Graph, innerGraph, withGroupChanged, withInnerIds } from "@/document/groups";
import { typeKey } from "@/document/handles";
import { markOf } from "@/document/mark";

/** From which saved component a group was made, and how that was then. Kept in the node as `saved_component`. */
export interface Origin {
  /** The saved component's id. */
  id: string;
  /** Changes when what it holds does. */
  mark: string;
  /** Marks of the values that its fields had, by key: what differs from them was set in this very flow. */
  values: Record<string, string>;
}

/** The saved component that a group was made from; undefined for any other. */
export function originOf(component: ComponentTemplate | undefined): Origin | undefined {
  const origin = component?.flow && (component.saved_component as Origin | undefined);
  return typeof origin?.id === "string" && typeof origin.mark === "string" ? origin : undefined;
}

/** The group as one made from the saved component of this id, with the values that it has now. `saved` is that component. */
export function withOrigin(component: ComponentTemplate, id: string, saved: ComponentTemplate): ComponentTemplate {
  const values = Object.entries(component.template).map(([key, field]) => [key, markOf(field?.value)]);
  const origin: Origin = { id, mark: formMark(saved), values: Object.fromEntries(values) };
  return { ...component, saved_component: origin };
}

/** The group as it is stored among the saved components. */
export function withoutOrigin(component: ComponentTemplate): ComponentTemplate {
  const { saved_component: _origin, ...rest } = component;
  return rest as ComponentTemplate;
}

const marks = new WeakMap<ComponentTemplate, string>();

/** A short text that changes when fields, outputs or what a group holds change, but not when inner nodes are moved. */
function formMark(component: ComponentTemplate): string {
  const known = marks.get(component);
  if (known) return known;
  const { template, outputs = [], flow } = component;
  const nodes = (flow?.data.nodes ?? []).map(({ id, data }) => [id, data.type, data.node]);
  const wires = (flow?.data.edges ?? []).map(({ id }) => id);
  const mark = markOf([template, outputs, nodes, wires]);
  marks.set(component, mark);
  return mark;
}

/** Saved components that are groups, by id. */
export type SavedForms = ReadonlyMap<string, ComponentTemplate>;

/** Was the saved component that a group was made from changed since? */
export function hasNewerOrigin(component: ComponentTemplate | undefined, saved: SavedForms): boolean {
  const origin = originOf(component);
  const now = origin && saved.get(origin.id);
  return now !== undefined && formMark(now) !== origin?.mark;
}

/**
 * The saved component as this group takes it on: inner nodes that are in both keep the ids that they have here, so that
 * fields, and with them values and wires, are found again. `taken` are all ids of the flow.
 */
export function freshGroup(group: FlowNode, saved: SavedForms, taken: ReadonlySet<string>): ComponentTemplate | null {
  const origin = originOf(group.data.node);
  const form = origin && saved.get(origin.id);
  if (!origin || !form) return null;
  const own = innerGraph(group).nodes;
  const inner = allIds(own);
  const others = new Set([...taken].filter((id) => !inner.has(id)));
  const next = { ...group, data: { ...group.data, node: structuredClone(form) } };
  const node = withInnerIds(next, others, matchedIds(innerGraph(next).nodes, own));
  return withOrigin(node.data.node as ComponentTemplate, origin.id, form);
}

/** Which node here stands for which one of the saved component: by id, else by type and name, else by type. */
function matchedIds(saved: readonly FlowNode[], own: readonly FlowNode[]): Map<string, string> {
  const ids = new Map<string, string>();
  const free = new Set(own);
  const isAlike: ((a: FlowNode, b: FlowNode) => boolean)[] = [
    (a, b) => a.id === b.id,
    (a, b) => typeKey(a) === typeKey(b) && nodeName(a) === nodeName(b) && isNote(a) === isNote(b),
    (a, b) => typeKey(a) === typeKey(b) && isNote(a) === isNote(b),
  ];
  for (const alike of isAlike) {
    for (const node of saved) {
      if (ids.has(node.id)) continue;
      const found = [...free].find((each) => alike(node, each));
      if (!found) continue;
      ids.set(node.id, found.id);
      free.delete(found);
    }
  }
  return ids;
}

/** A graph in which every group made from a changed saved component took on its new form, and how many did. */
export function withOriginsTaken(
  graph: Graph,
  saved: SavedForms,
  taken = allIds(graph.nodes),
): Graph & { count: number } {
  let now: Graph = graph;
  let count = 0;
  for (const node of graph.nodes) {
    if (!isGroup(node)) continue;
    if (hasNewerOrigin(node.data.node, saved)) {
      const fresh = freshGroup(node, saved, taken);
      if (fresh) now = withComponentTaken(now, node.id, typeKey(node), fresh);
      count++;
      continue;
    }
    const held = withOriginsTaken(innerGraph(node), saved, taken);
    if (held.count) now = withGroupChanged(now, node.id, held);
    count += held.count;
  }
  return { nodes: now.nodes, edges: now.edges, count };
}
