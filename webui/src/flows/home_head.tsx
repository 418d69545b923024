import { LayoutGrid, List } from "lucide-react";
import { SORTS, type Sort } from "@/flows/flow_order";
import type { Form } from "@/flows/kept_layout";
import type { Place } from "@/folders/folder_list";
import type { Folder } from "@/folders/folders";
import { IconButton } from "@/ui/icon_button";
import { Select } from "@/ui/select";
import { useTitle } from "@/ui/use_title";
import "./home_head.css";

const TITLES = { all: "All flows", templates: "Templates", components: "Saved components", trash: "Trash" };

export interface HomeHeadProps {
  place: Place;
  folders: readonly Folder[];
  /** Flows shown. */
  count: number;
  isSearching: boolean;
  sort: Sort;
  onSort: (sort: Sort) => void;
  form: Form;
  onForm: (form: Form) => void;
}

/** Where home is, how many flows are shown, their order and their form. */
export function HomeHead({ place, folders, count, isSearching, sort, onSort, form, onForm }: HomeHeadProps) {
  const title =
    place.kind === "folder" ? folders.find((folder) => folder.id === place.folderId)?.name : TITLES[place.kind];
  useTitle(title ?? "Flows");
  const hasFlows = place.kind === "all" || place.kind === "folder" || place.kind === "components";
  return (
    <div className="home-head">
      <h1>{title}</h1>
      {hasFlows ? (
        <>
          <span className="home-head-count" role="status">
            {isSearching ? `${count} found` : count}
          </span>
          {count > 0 ? (
            <>
              <Select
                className="home-head-sort"
                aria-label="Sort by"
                value={sort}
                onChange={(value) => onSort(value as Sort)}
                options={Object.entries(SORTS).map(([value, label]) => ({ value, label }))}
              />
              <IconButton
                label={form === "cards" ? "Show as lines" : "Show as cards"}
                onClick={() => onForm(form === "cards" ? "lines" : "cards")}
              >
                {form === "cards" ? <List /> : <LayoutGrid />}
              </IconButton>
            </>
          ) : null}
        </>
      ) : null}
    </div>
  );
}
