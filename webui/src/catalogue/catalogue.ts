import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { client, read } from "@/api/client";
import type { ComponentTemplate } from "@/api/flow_data";

/** A component that can be added to a flow. */
export interface CatalogueEntry {
  /** The type key. */
  type: string;
  category: string;
  component: ComponentTemplate;
  /** Id of the saved component that it is; several of those can be of one type. */
  savedId?: string;
}

/** What tells an entry from all others. */
export function entryKey({ type, savedId }: CatalogueEntry): string {
  return savedId ?? type;
}

/** All components, and by type key. */
export interface Catalogue {
  entries: readonly CatalogueEntry[];
  byType: ReadonlyMap<string, CatalogueEntry>;
}

const EMPTY: Catalogue = { entries: [], byType: new Map() };

/** Order of categories in the palette; others follow by name. */
const CATEGORIES = ["inputs", "outputs", "prompts", "models", "agents", "data", "processing", "logic", "helpers"];

/** The catalogue as a list, from the server's answer by category. */
export function catalogueOf(all: Record<string, Record<string, ComponentTemplate>>): Catalogue {
  const entries = Object.entries(all)
    .sort(([a], [b]) => rank(a) - rank(b) || a.localeCompare(b))
    .flatMap(([category, types]) =>
      Object.entries(types).map(([type, component]): CatalogueEntry => ({ type, category, component })),
    );
  return { entries, byType: new Map(entries.map((entry) => [entry.type, entry])) };
}

function rank(category: string): number {
  const at = CATEGORIES.indexOf(category);
  return at < 0 ? CATEGORIES.length : at;
}

/** The components that the server offers; empty while they load. The same object until they change. */
export function useCatalogue(): Catalogue & { isLoaded: boolean } {
  const { data } = useQuery({
    queryKey: ["catalogue"],
    queryFn: async () =>
      catalogueOf(
        await read<Record<string, Record<string, ComponentTemplate>>>(client.GET("/api/v1/all", {}) as never),
      ),
    staleTime: 5 * 60_000,
  });
  return useMemo(() => ({ ...(data ?? EMPTY), isLoaded: data !== undefined }), [data]);
}

/** A category's name for people: "vectorstores" → "Vector stores". */
export function categoryWords(category: string): string {
  const words: Record<string, string> = {
    assemblyai: "AssemblyAI",
    vectorstores: "Vector stores",
    custom_component: "Custom",
    saved: "Saved components",
    textsplitters: "Text splitters",
  };
  const text = words[category] ?? category.replaceAll("_", " ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}
