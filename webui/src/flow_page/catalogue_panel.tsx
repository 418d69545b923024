import { MoreHorizontal } from "lucide-react";
import { type ReactNode, useMemo, useState } from "react";
import { explain } from "@/api/errors";
import { addComponent, DRAGGED_TYPE } from "@/canvas/adding";
import { useAddable } from "@/canvas/saved_components";
import { useView } from "@/canvas/view";
import { type CatalogueEntry, categoryWords, entryKey } from "@/catalogue/catalogue";
import { ComponentIcon } from "@/catalogue/icon";
import { searchCatalogue } from "@/catalogue/search";
import { downloadFlows } from "@/flows/download";
import { useDeleteFlows, useUpdateFlows } from "@/flows/flows";
import { Badge } from "@/ui/badge";
import { Menu } from "@/ui/menu";
import { NameField } from "@/ui/name_field";
import { notify } from "@/ui/notice";
import { TextInput } from "@/ui/text_input";
import "./catalogue_panel.css";

/** All components by category, to look through, drag out or click. Closed by default; `[` opens it. */
export function CataloguePanel() {
  const isOpen = useView((view) => view.isCatalogueOpen);
  return isOpen ? <CatalogueList /> : null;
}

function CatalogueList() {
  const entries = useAddable();
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
            {members.map((entry) =>
              entry.savedId ? (
                <SavedItem key={entry.savedId} id={entry.savedId} entry={entry} />
              ) : (
                <Item key={entry.type} entry={entry} />
              ),
            )}
          </section>
        ))}
        {groups.length === 0 ? (
          <p className="option-none">{query ? "No component is called that." : "Loading components…"}</p>
        ) : null}
      </div>
    </aside>
  );
}

function Item({ entry }: { entry: CatalogueEntry }) {
  return (
    <button
      type="button"
      className="menu-item catalogue-item"
      draggable
      title={entry.component.description}
      onDragStart={(event) => {
        event.dataTransfer.setData(DRAGGED_TYPE, entryKey(entry));
        event.dataTransfer.effectAllowed = "copy";
      }}
      onClick={() => addComponent(entry, null, null, null)}
    >
      <ComponentIcon name={entry.component.icon} type={entry.type} />
      <span>{entry.component.display_name ?? entry.type}</span>
      {entry.component.beta ? <Badge>beta</Badge> : null}
    </button>
  );
}

/** A component that the user saved: added like any other, and renamed, taken out and deleted by its menu. */
function SavedItem({ id, entry }: { id: string; entry: CatalogueEntry }): ReactNode {
  const [isRenaming, setRenaming] = useState(false);
  const update = useUpdateFlows();
  const remove = useDeleteFlows();
  const flow = { id, name: entry.component.display_name ?? entry.type };
  if (isRenaming) {
    return (
      <NameField
        label="Name of the component"
        name={flow.name}
        onDone={(name) => {
          setRenaming(false);
          if (name) update.mutate({ ids: [id], header: { name } });
        }}
      />
    );
  }
  return (
    <div className="catalogue-saved">
      <Item entry={entry} />
      <Menu
        align="end"
        trigger={
          <button type="button" className="icon-button" aria-label={`More for ${flow.name}`}>
            <MoreHorizontal />
          </button>
        }
        entries={[
          // After the menu has closed and given back the focus.
          { label: "Rename", onSelect: () => setTimeout(() => setRenaming(true)) },
          {
            label: "Download JSON",
            onSelect: () =>
              void downloadFlows([flow]).catch((error: unknown) =>
                notify({ text: explain(error).what, tone: "error" }),
              ),
          },
          null,
          { label: "Delete", isDanger: true, onSelect: () => remove.mutate([flow]) },
        ]}
      />
    </div>
  );
}
