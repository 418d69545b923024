import { Copy, Download, FolderInput, FolderOpen, Library, Pencil, Pin, PinOff, Trash2 } from "lucide-react";
import type { FlowSummary } from "@/flows/flow_summary";
import type { Folder } from "@/folders/folders";
import type { MenuEntries } from "@/ui/menu";

/** What can be done with flows of the list. */
export interface FlowActs {
  open: (flow: FlowSummary) => void;
  rename: (flow: FlowSummary) => void;
  duplicate: (flow: FlowSummary) => void;
  download: (flows: readonly FlowSummary[]) => void;
  move: (flows: readonly FlowSummary[], folderId: string) => void;
  remove: (flows: readonly FlowSummary[]) => void;
  /** Puts a copy into the library; absent while that is closed. */
  share?: (flow: FlowSummary) => void;
  /** Keeps a flow on top of the list, or lets it go. */
  togglePin: (flow: FlowSummary) => void;
}

/** The menu of one flow. */
export function flowMenu(
  flow: FlowSummary,
  isPinned: boolean,
  folders: readonly Folder[],
  acts: FlowActs,
): MenuEntries {
  return [
    { label: "Open", icon: <FolderOpen />, shortcut: "Enter", onSelect: () => acts.open(flow) },
    { label: "Rename", icon: <Pencil />, shortcut: "F2", onSelect: () => acts.rename(flow) },
    {
      label: isPinned ? "Unpin" : "Pin to top",
      icon: isPinned ? <PinOff /> : <Pin />,
      shortcut: "P",
      onSelect: () => acts.togglePin(flow),
    },
    { label: "Duplicate", icon: <Copy />, shortcut: "Ctrl D", onSelect: () => acts.duplicate(flow) },
    { label: "Download JSON", icon: <Download />, onSelect: () => acts.download([flow]) },
    { label: "Move to", icon: <FolderInput />, entries: moveMenu([flow], folders, acts) },
    ...(acts.share ? [{ label: "Share in the library", icon: <Library />, onSelect: () => acts.share?.(flow) }] : []),
    null,
    { label: "Delete", icon: <Trash2 />, shortcut: "Del", isDanger: true, onSelect: () => acts.remove([flow]) },
  ];
}

/** The folders that flows can move to; the one that holds them all already is ticked. */
export function moveMenu(flows: readonly FlowSummary[], folders: readonly Folder[], acts: FlowActs): MenuEntries {
  return folders.map((folder) => {
    const isHere = flows.every((flow) => flow.folder_id === folder.id);
    return {
      label: folder.name,
      isChecked: isHere,
      isDisabled: isHere,
      onSelect: () => acts.move(flows, folder.id),
    };
  });
}
