import { Blocks, FileText, Folder as FolderIcon, LayoutTemplate, MoreHorizontal, Plus, Trash2 } from "lucide-react";
import { type DragEvent, type ReactNode, useState } from "react";
import { Link } from "react-router";
import { droppedFlowIds, holdsFlows } from "@/flows/flow_drag";
import type { Folder } from "@/folders/folders";
import { IconButton } from "@/ui/icon_button";
import { Menu } from "@/ui/menu";
import { NameField } from "@/ui/name_field";
import "./folder_list.css";

/** Where home is: all flows, one folder, or a list of another kind. */
export type Place = { kind: "all" | "templates" | "components" | "trash" } | { kind: "folder"; folderId: string };

export interface FolderListProps {
  folders: readonly Folder[];
  place: Place;
  /** Flows in all folders, by folder id. */
  counts: ReadonlyMap<string | null, number>;
  flowCount: number;
  /** Saved components; their place is shown when there are any. */
  componentCount: number;
  onCreate: (name: string) => void;
  onRename: (folder: Folder, name: string) => void;
  onDownload: (folder: Folder) => void;
  onDelete: (folder: Folder) => void;
  onDropFlows: (flowIds: readonly string[], folder: Folder) => void;
}

/** The left column of home. Flows dragged from cards can be dropped on a folder. */
export function FolderList(props: FolderListProps) {
  const { folders, place, counts, flowCount, componentCount, onCreate, onRename } = props;
  const [edited, setEdited] = useState<string | null>(null);
  const current = (kind: Place["kind"]) => (place.kind === kind ? ("page" as const) : undefined);

  return (
    <nav className="folder-list" aria-label="Folders">
      <PlaceLink to="/" icon={<FileText />} label="All flows" count={flowCount} current={current("all")} />
      <PlaceLink to="/?view=templates" icon={<LayoutTemplate />} label="Templates" current={current("templates")} />
      {componentCount > 0 ? (
        <PlaceLink
          to="/?view=components"
          icon={<Blocks />}
          label="Saved components"
          count={componentCount}
          current={current("components")}
        />
      ) : null}
      <PlaceLink to="/?view=trash" icon={<Trash2 />} label="Trash" current={current("trash")} />
      <div className="folder-list-head">
        <h2 id="folders-title">Folders</h2>
        <IconButton label="New folder" onClick={() => setEdited("new")}>
          <Plus />
        </IconButton>
      </div>
      <ul aria-labelledby="folders-title">
        {folders.map((folder, index) => (
          <li key={folder.id}>
            {edited === folder.id ? (
              <NameField
                label="Name of the folder"
                name={folder.name}
                onDone={(name) => {
                  setEdited(null);
                  if (name) onRename(folder, name);
                }}
              />
            ) : (
              <FolderRow
                {...props}
                folder={folder}
                count={counts.get(folder.id) ?? 0}
                isCurrent={place.kind === "folder" && place.folderId === folder.id}
                isDefault={index === 0}
                onEdit={() => setEdited(folder.id)}
              />
            )}
          </li>
        ))}
        {edited === "new" ? (
          <li>
            <NameField
              label="Name of the new folder"
              placeholder="Folder name"
              name=""
              onDone={(name) => {
                setEdited(null);
                if (name) onCreate(name);
              }}
            />
          </li>
        ) : null}
      </ul>
    </nav>
  );
}

interface PlaceLinkProps {
  to: string;
  icon: ReactNode;
  label: string;
  count?: number;
  current: "page" | undefined;
}

function PlaceLink({ to, icon, label, count, current }: PlaceLinkProps) {
  return (
    <Link to={to} className="folder-link" aria-current={current}>
      {icon}
      <span className="folder-name">{label}</span>
      {count === undefined ? null : <span className="folder-count">{count}</span>}
    </Link>
  );
}

interface FolderRowProps extends Pick<FolderListProps, "onDownload" | "onDelete" | "onDropFlows"> {
  folder: Folder;
  count: number;
  isCurrent: boolean;
  /** The default folder takes flows without a folder, so it stays. */
  isDefault: boolean;
  onEdit: () => void;
}

function FolderRow({ folder, count, isCurrent, isDefault, onEdit, onDownload, onDelete, onDropFlows }: FolderRowProps) {
  const [isOver, setOver] = useState(false);

  const onDragOver = (event: DragEvent) => {
    if (!holdsFlows(event)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "move";
    setOver(true);
  };
  const onDrop = (event: DragEvent) => {
    setOver(false);
    if (!holdsFlows(event)) return;
    event.preventDefault();
    onDropFlows(droppedFlowIds(event), folder);
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is the mouse's way; the menu's "Move to" is the keyboard's.
    <div
      className={`folder-row ${isOver ? "is-over" : ""}`}
      onDragOver={onDragOver}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <Link
        to={`/?folder=${folder.id}`}
        className="folder-link"
        aria-current={isCurrent ? "page" : undefined}
        onKeyDown={(event) => {
          if (event.key === "F2") onEdit();
        }}
      >
        <FolderIcon aria-hidden="true" />
        <span className="folder-name" title={folder.name}>
          {folder.name}
        </span>
        <span className="folder-count">{count}</span>
      </Link>
      <Menu
        trigger={
          <button type="button" className="icon-button folder-more" aria-label={`More for folder ${folder.name}`}>
            <MoreHorizontal />
          </button>
        }
        entries={[
          { label: "Rename", shortcut: "F2", onSelect: onEdit },
          { label: "Download ZIP", isDisabled: count === 0, onSelect: () => onDownload(folder) },
          null,
          { label: "Delete", isDanger: true, isDisabled: isDefault, onSelect: () => onDelete(folder) },
        ]}
      />
    </div>
  );
}
