import { useMemo } from "react";
import { create } from "zustand";
import { client, read } from "@/api/client";
import type { ComponentTemplate, FlowNode } from "@/api/flow_data";
import { savedForms } from "@/canvas/saved_components";
import { type Catalogue, useCatalogue } from "@/catalogue/catalogue";
import { choosingFields, isOutdated, withComponentTaken, withValuesOf } from "@/document/component_update";
import { rootGraph, useDocument } from "@/document/document";
import { isGroup, isNote } from "@/document/graph";
import { allIds, type Graph, innerGraph, openedGraph, withGroupChanged } from "@/document/groups";
import { typeKey } from "@/document/handles";
import { freshGroup, hasNewerOrigin, originOf, type SavedForms } from "@/document/saved_groups";
import { useSettledFlow } from "@/document/settled";
import { useSavedComponents } from "@/flows/flows";

/** Nodes whose update is being looked at; null when none is. */
export const useUpdateView = create<{ nodeIds: readonly string[] | null }>(() => ({ nodeIds: null }));

/** Shows what an update of these nodes would change. */
export function showUpdate(nodeIds: readonly string[]): void {
  useUpdateView.setState({ nodeIds });
}

/** The forms that components have now. */
export interface Forms {
  byType: Catalogue["byType"];
  /** Those of saved components that groups here were made from. */
  saved: SavedForms;
}

/** The forms that the nodes on the canvas are compared with. */
export function useForms(): Forms {
  const { byType } = useCatalogue();
  const isWanted = useDocument(({ nodes }) => nodes.some(hasOrigin));
  const { data } = useSavedComponents(isWanted);
  return useMemo(() => ({ byType, saved: savedForms(data ?? []) }), [byType, data]);
}

function hasOrigin(node: FlowNode): boolean {
  return isGroup(node) && (originOf(node.data.node) !== undefined || innerGraph(node).nodes.some(hasOrigin));
}

/**
 * Is there a newer form of the node's component: in the catalogue, for a group that of the saved component that it was
 * made from, or one for a node that it holds?
 */
export function isNodeOutdated(node: FlowNode, forms: Forms): boolean {
  const component = node.data.node;
  if (!component || isNote(node)) return false;
  if (isGroup(node))
    return hasNewerOrigin(component, forms.saved) || innerGraph(node).nodes.some((each) => isNodeOutdated(each, forms));
  const fresh = forms.byType.get(typeKey(node))?.component;
  return fresh !== undefined && isOutdated(component, fresh);
}

/** Ids of the nodes on the canvas whose components have a newer form. */
export function useOutdatedIds(): readonly string[] {
  const nodes = useSettledFlow((settled) => settled.nodes);
  const forms = useForms();
  return useMemo(() => nodes.filter((node) => isNodeOutdated(node, forms)).map(({ id }) => id), [nodes, forms]);
}

/** The newer form of a node's component; null when there is none. */
export async function freshForm(node: FlowNode, forms: Forms): Promise<ComponentTemplate | null> {
  const component = node.data.node;
  if (!component) return null;
  if (isGroup(node)) return freshGroupForm(node, component, forms);
  const entry = forms.byType.get(typeKey(node));
  return entry ? freshComponent(component, entry.type, entry.component) : null;
}

/** A group as its saved component is now, with newer forms of what it holds. */
async function freshGroupForm(node: FlowNode, component: ComponentTemplate, forms: Forms): Promise<ComponentTemplate> {
  const graph = rootGraph(useDocument.getState());
  const isNewer = hasNewerOrigin(component, forms.saved);
  const own = (isNewer && freshGroup(node, forms.saved, allIds(graph.nodes))) || component;
  const group = { ...node, data: { ...node.data, node: own } };
  let held: Graph = openedGraph(group);
  const outdated = held.nodes.filter((each) => isNodeOutdated(each, forms));
  for (const each of outdated) {
    const fresh = await freshForm(each, forms);
    if (fresh) held = withComponentTaken(held, each.id, typeKey(each), fresh);
  }
  if (!outdated.length) return own;
  const around = { nodes: [group], edges: useDocument.getState().edges };
  return withGroupChanged(around, node.id, held).nodes[0]?.data.node ?? own;
}

/** The catalogue's component as it is with what is chosen in `before`: the server says which fields follow from that. */
export async function freshComponent(
  before: ComponentTemplate,
  type: string,
  fresh: ComponentTemplate,
): Promise<ComponentTemplate> {
  let component = structuredClone(fresh);
  for (const field of choosingFields(fresh)) {
    const value = before.template[field]?.value;
    if (value === undefined || value === component.template[field]?.value) continue;
    const filled = withValuesOf(before, component);
    const template = { ...filled.template, [field]: { ...filled.template[field], value } };
    component = await read<ComponentTemplate>(
      client.POST("/api/v1/custom_component/update", {
        body: { code: "", template, field, field_value: value, frontend_node: component, type } as never,
      }) as never,
    );
  }
  return component;
}
