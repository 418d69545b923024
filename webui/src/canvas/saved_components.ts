import { useMemo } from "react";
import type { ComponentTemplate, Flow } from "@/api/flow_data";
import { type CatalogueEntry, useCatalogue } from "@/catalogue/catalogue";
import { isNote, nodeName } from "@/document/graph";
import { typeKey } from "@/document/handles";
import { type SavedForms, withOrigin } from "@/document/saved_groups";
import { useSavedComponents } from "@/flows/flows";

/** What a saved component adds to a flow: the one node that it holds, under the name it was saved by. */
export function savedEntry({ id, name, description, data }: Flow): CatalogueEntry | null {
  const nodes = (data?.nodes ?? []).filter((node) => !isNote(node));
  const [node] = nodes;
  const component = node?.data.node;
  if (!node || !component || nodes.length !== 1) return null;
  const about = description || component.description;
  // A group remembers where it came from, so that it can follow when that is changed.
  const made = component.flow ? withOrigin(component, id, component) : component;
  return {
    type: typeKey(node),
    category: "saved",
    component: { ...made, display_name: name || nodeName(node), description: about },
    savedId: id,
  };
}

/** The saved components that are groups, as they are stored, by id. */
export function savedForms(flows: readonly Flow[]): SavedForms {
  return new Map(
    flows.flatMap(({ id, data }): [string, ComponentTemplate][] => {
      const component = (data?.nodes ?? []).find((node) => !isNote(node))?.data.node;
      return component?.flow ? [[id, component]] : [];
    }),
  );
}

/** All that can be added to a flow: saved components, which are asked for once they are wanted, then the catalogue. */
export function useAddable(isWanted = true): readonly CatalogueEntry[] {
  const { entries } = useCatalogue();
  const { data } = useSavedComponents(isWanted);
  return useMemo(() => {
    const saved = (data ?? []).flatMap((flow) => savedEntry(flow) ?? []);
    return [...saved, ...entries];
  }, [entries, data]);
}
