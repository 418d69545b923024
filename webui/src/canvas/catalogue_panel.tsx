import { useMemo, useState } from "react";
import { addComponent, DRAGGED_TYPE } from "@/canvas/adding";
import { useView } from "@/canvas/view";
import { type CatalogueEntry, categoryWords, useCatalogue } from "@/catalogue/catalogue";
import { ComponentIcon } from "@/catalogue/icon";
import { searchCatalogue } from "@/catalogue/search";
import { Badge } from "@/ui/badge";
import { TextInput } from "@/ui/text_input";
import "./catalogue_panel.css";

/** All components by category, to look through, drag out or click. Closed by default; `[` opens it. */
export function CataloguePanel() {
  const isOpen = useView((view) => view.isCatalogueOpen);
  return isOpen ? <CatalogueList /> : null;
}

function CatalogueList() {
  const { entries } = useCatalogue();
  const [query, setQuery] = useState("");
  const groups = useMemo(() => {
    const shown = query.trim()
      ? searchCatalogue(entries, { query }).map(({ entry }) => entry)
      : entries.filter(({ component }) => !component.legacy);
    const byCategory = new Map<string, CatalogueEntry[]>();
    for (const entry of shown) byCategory.set(entry.category, [...(byCategory.get(entry.category) ?? []), entry]);
    return [...byCategory];
  }, [entries, query]);

  return (
    <aside className="catalogue-panel" aria-label="Components">
      <TextInput
        aria-label="Search components"
        placeholder="Search components"
        value={query}
        onChange={(event) => setQuery(event.target.value)}
        onKeyDown={(event) => {
          const first = groups[0]?.[1][0];
          if (event.key === "Enter" && first) addComponent(first, null, null, null);
          if (event.key === "Escape") useView.setState({ isCatalogueOpen: false });
        }}
      />
      <div className="catalogue-groups">
        {groups.map(([category, members]) => (
          <section key={category} aria-label={categoryWords(category)}>
            <h2 className="menu-label">{categoryWords(category)}</h2>
            {members.map((entry) => (
              <button
                key={entry.type}
                type="button"
                className="menu-item catalogue-item"
                draggable
                title={entry.component.description}
                onDragStart={(event) => {
                  event.dataTransfer.setData(DRAGGED_TYPE, entry.type);
                  event.dataTransfer.effectAllowed = "copy";
                }}
                onClick={() => addComponent(entry, null, null, null)}
              >
                <ComponentIcon name={entry.component.icon} type={entry.type} />
                <span>{entry.component.display_name ?? entry.type}</span>
                {entry.component.beta ? <Badge>beta</Badge> : null}
              </button>
            ))}
          </section>
        ))}
        {groups.length === 0 ? (
          <p className="option-none">{query ? "No component is called that." : "Loading components…"}</p>
        ) : null}
      </div>
    </aside>
  );
}
