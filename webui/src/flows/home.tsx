import { useMemo, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { downloadFolder } from "@/flows/download";
import { isFound, sortFlows } from "@/flows/flow_order";
import type { FlowSummary } from "@/flows/flow_summary";
import { useFlowSummaries, useFoundFlowIds, useUpdateFlows } from "@/flows/flows";
import { HomeBar } from "@/flows/home_bar";
import { useHomeCommands } from "@/flows/home_commands";
import { HomeContent } from "@/flows/home_content";
import { HomeHead } from "@/flows/home_head";
import { useHomeKeys } from "@/flows/home_keys";
import { useHomePlace } from "@/flows/home_place";
import { ImportPlace } from "@/flows/import_place";
import { useKeptForm, useKeptSort } from "@/flows/kept_layout";
import { usePins } from "@/flows/pins";
import { useImport } from "@/flows/use_import";
import { useNewFlow } from "@/flows/use_new_flow";
import { useSettled } from "@/flows/use_settled";
import { FolderList } from "@/folders/folder_list";
import { useCreateFolder, useDeleteFolder, useFolders, useRenameFolder } from "@/folders/folders";
import { CommandPalette } from "@/ui/command_palette";
import { NoticeLine } from "@/ui/notice";
import { useMenuAct } from "@/window/menu_acts";
import "./home.css";

/** A pause in typing after which the server is asked. */
const SETTLE_MS = 120;
const NO_FLOWS: FlowSummary[] = [];

/** All flows, folder by folder: found, sorted, selected, imported, made. */
export function Home() {
  const navigate = useNavigate();
  const place = useHomePlace();
  const summaries = useFlowSummaries();
  const all = summaries.data ?? NO_FLOWS;
  const { data: folders = [] } = useFolders();
  const [query, setQuery] = useState("");
  const [sort, setSort] = useKeptSort();
  const [form, setForm] = useKeptForm();
  const [isPaletteOpen, setPaletteOpen] = useState(false);
  const search = useRef<HTMLInputElement>(null);

  const folderId = place.kind === "folder" ? place.folderId : null;
  const importing = useImport(folderId);
  const newFlow = useNewFlow();
  const update = useUpdateFlows();
  const createFolder = useCreateFolder();
  const renameFolder = useRenameFolder();
  const deleteFolder = useDeleteFolder();

  const { pinned, togglePin } = usePins();
  const asked = useSettled(query.trim(), SETTLE_MS);
  const foundIds = useFoundFlowIds(asked);
  const isLooking = query.trim() !== "" && (asked !== query.trim() || foundIds === undefined);
  const flows = useMemo(() => all.filter((flow) => !flow.is_component), [all]);
  const shown = useMemo(() => {
    const here = place.kind === "components" ? all.filter((flow) => flow.is_component) : flows;
    const text = query.trim();
    return sortFlows(
      here.filter(
        (flow) =>
          (!folderId || flow.folder_id === folderId) && (!text || isFound(flow, text) || foundIds?.has(flow.id)),
      ),
      sort,
      pinned,
    );
  }, [all, flows, place.kind, folderId, query, foundIds, sort, pinned]);
  const counts = useMemo(() => countByFolder(flows), [flows]);

  const makeFlow = () => {
    if (!newFlow.isPending) newFlow.mutate(folderId);
  };
  useMenuAct("new_flow", makeFlow);
  useHomeKeys({
    c: makeFlow,
    "/": () => search.current?.focus(),
    "Ctrl f": () => search.current?.focus(),
    "Ctrl k": () => setPaletteOpen(true),
    "?": () => navigate("/settings/shortcuts"),
  });
  const commands = useHomeCommands({ flows, folders, onNewFlow: makeFlow, onImport: importing.choose });

  return (
    <div className="home">
      <HomeBar
        query={query}
        onQuery={setQuery}
        searchRef={search}
        onImport={importing.choose}
        onNewFlow={makeFlow}
        onPalette={() => setPaletteOpen(true)}
      />
      <div className="home-columns">
        <aside className="home-side">
          <FolderList
            folders={folders}
            place={place}
            counts={counts}
            flowCount={flows.length}
            componentCount={all.length - flows.length}
            onCreate={(name) => createFolder.mutate(name, { onSuccess: (folder) => navigate(`/?folder=${folder.id}`) })}
            onRename={(folder, name) => renameFolder.mutate({ id: folder.id, name })}
            onDownload={downloadFolder}
            onDelete={(folder) => {
              deleteFolder.mutate(folder);
              if (folder.id === folderId) navigate("/");
            }}
            onDropFlows={(ids, folder) => update.mutate({ ids, header: { folder_id: folder.id } })}
          />
        </aside>
        <main className="home-main">
          <HomeHead
            place={place}
            folders={folders}
            count={shown.length}
            isSearching={query.trim() !== ""}
            sort={sort}
            onSort={setSort}
            form={form}
            onForm={setForm}
          />
          <HomeContent
            place={place}
            form={form}
            flows={shown}
            hasFlows={flows.length > 0}
            folders={folders}
            pinned={pinned}
            onTogglePin={togglePin}
            isPending={summaries.isPending || (isLooking && shown.length === 0)}
            error={summaries.error}
            query={query.trim()}
            onRetry={summaries.refetch}
            onNewFlow={makeFlow}
            onImport={importing.choose}
            onClearQuery={() => setQuery("")}
          />
        </main>
      </div>
      <ImportPlace importing={importing} />
      <CommandPalette isOpen={isPaletteOpen} onOpenChange={setPaletteOpen} commands={commands} />
      <NoticeLine />
    </div>
  );
}

function countByFolder(flows: readonly FlowSummary[]): Map<string | null, number> {
  const counts = new Map<string | null, number>();
  for (const flow of flows) counts.set(flow.folder_id, (counts.get(flow.folder_id) ?? 0) + 1);
  return counts;
}
