import { Heart, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { useNavigate } from "react-router";
import { explain } from "@/api/errors";
import { type Shared, useLike, useShared, useTakeCopy, useUnshare } from "@/library/library";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { ErrorNote } from "@/ui/error_note";
import { IconButton } from "@/ui/icon_button";
import { notify } from "@/ui/notice";
import { Panel, Rows } from "@/ui/panel";
import { Select } from "@/ui/select";
import { TextInput } from "@/ui/text_input";
import "./library_list.css";

const ORDERS = [
  { value: "-date_created", label: "Newest first" },
  { value: "-count(liked_by)", label: "Most liked" },
  { value: "-count(downloads)", label: "Most used" },
  { value: "name", label: "By name" },
];

/** What is in the library: searched, sorted, liked, taken home. */
export function LibraryList() {
  const [search, setSearch] = useState("");
  const [isLiked, setLiked] = useState(false);
  const [sort, setSort] = useState("-date_created");
  const { data, error } = useShared({ search, isLiked, sort });
  const like = useLike();
  const take = useTakeCopy();
  const unshare = useUnshare();
  const navigate = useNavigate();
  const failure = error ?? like.error ?? take.error ?? unshare.error;
  const isNarrowed = search.trim() !== "" || isLiked;

  const takeHome = (shared: Shared) =>
    take.mutate(shared, {
      onSuccess: (flow) =>
        notify({
          text: `“${flow.name}” is among your ${shared.is_component ? "components" : "flows"}.`,
          action: {
            label: "Show",
            perform: () => navigate(shared.is_component ? "/?view=components" : `/flow/${flow.id}`),
          },
        }),
    });

  return (
    <Panel>
      <div className="library-bar">
        <TextInput
          type="search"
          aria-label="Search the library"
          placeholder="Search names and descriptions"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
        <Select aria-label="Order of the library" options={ORDERS} value={sort} onChange={setSort} />
        <Button kind="outline" icon={<Heart />} aria-pressed={isLiked} onClick={() => setLiked(!isLiked)}>
          Liked
        </Button>
      </div>
      {failure ? <ErrorNote {...explain(failure)} /> : null}
      {data?.results.length ? (
        <Rows label="Library">
          {data.results.map((shared) => (
            <li key={shared.id} className="library-row">
              <div className="panel-grow">
                <p className="library-name">
                  {shared.name} <Badge>{shared.is_component ? "component" : "flow"}</Badge>
                </p>
                {shared.description ? <p className="panel-quiet">{shared.description}</p> : null}
                <p className="panel-quiet">{usedWords(shared)}</p>
              </div>
              <IconButton
                label={shared.liked_by_user ? `No longer like ${shared.name}` : `Like ${shared.name}`}
                isActive={shared.liked_by_user}
                onClick={() => like.mutate(shared.id)}
              >
                <Heart fill={shared.liked_by_user ? "currentColor" : "none"} />
              </IconButton>
              <IconButton label={`Take ${shared.name} out of the library`} onClick={() => unshare.mutate(shared)}>
                <Trash2 />
              </IconButton>
              <Button
                kind="outline"
                icon={<Plus />}
                disabled={take.isPending}
                aria-label={`Add to home: ${shared.name}`}
                onClick={() => takeHome(shared)}
              >
                Add to home
              </Button>
            </li>
          ))}
        </Rows>
      ) : data ? (
        <p className="panel-quiet">
          {isNarrowed
            ? "Nothing here fits."
            : "Nothing is shared yet. On home, the menu of a flow or component has “Share in the library”."}
        </p>
      ) : null}
    </Panel>
  );
}

function usedWords({ likes_count, downloads_count, metadata }: Shared): string {
  const nodes = Number((metadata as { total?: unknown }).total ?? 0);
  return [
    nodes ? `${nodes} ${nodes === 1 ? "node" : "nodes"}` : "",
    likes_count ? `${likes_count} ${likes_count === 1 ? "like" : "likes"}` : "",
    downloads_count ? `taken ${downloads_count} ${downloads_count === 1 ? "time" : "times"}` : "",
  ]
    .filter(Boolean)
    .join(" · ");
}
