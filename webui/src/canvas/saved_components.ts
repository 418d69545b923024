import { useMemo } from "react";
import type { Flow } from "@/api/flow_data";
import { isNote, nodeName } from "@/canvas/graph";
import { typeKey } from "@/canvas/handles";
import { type CatalogueEntry, useCatalogue } from "@/catalogue/catalogue";
import { useSavedComponents } from "@/flows/flows";

/** What a saved component adds to a flow: the one node that it holds, under the name it was saved by. */
export function savedEntry({ id, name, description, data }: Flow): CatalogueEntry | null {
  const nodes = (data?.nodes ?? []).filter((node) => !isNote(node));
  const [node] = nodes;
  const component = node?.data.node;
  if (!node || !component || nodes.length !== 1) return null;
  const about = description || component.description;
  return {
    type: typeKey(node),
    category: "saved",
    component: { ...component, display_name: name || nodeName(node), description: about },
    savedId: id,
  };
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
