import { useMemo } from "react";
import { create } from "zustand";
import { client, read } from "@/api/client";
import type { ComponentTemplate, FlowNode } from "@/api/flow_data";
import { choosingFields, isOutdated, withValuesOf } from "@/canvas/component_update";
import { useDocument } from "@/canvas/document";
import { isGroup, isNote } from "@/canvas/graph";
import { typeKey } from "@/canvas/handles";
import { type Catalogue, useCatalogue } from "@/catalogue/catalogue";

/** Nodes whose update is being looked at; null when none is. */
export const useUpdateView = create<{ nodeIds: readonly string[] | null }>(() => ({ nodeIds: null }));

/** Shows what an update of these nodes would change. */
export function showUpdate(nodeIds: readonly string[]): void {
  useUpdateView.setState({ nodeIds });
}

/** Does the catalogue have a newer form of the node's component? */
export function isNodeOutdated(node: FlowNode, byType: Catalogue["byType"]): boolean {
  const component = node.data.node;
  if (!component || isNote(node) || isGroup(node)) return false;
  const fresh = byType.get(typeKey(node))?.component;
  return fresh !== undefined && isOutdated(component, fresh);
}

/** Ids of the nodes on the canvas whose components have a newer form. */
export function useOutdatedIds(): readonly string[] {
  const nodes = useDocument((document) => document.nodes);
  const { byType } = useCatalogue();
  const ids = useMemo(() => nodes.filter((node) => isNodeOutdated(node, byType)).map(({ id }) => id), [nodes, byType]);
  return ids;
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
