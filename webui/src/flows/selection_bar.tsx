import { Download, FolderInput, Trash2, X } from "lucide-react";
import { type FlowActs, moveMenu } from "@/flows/flow_menu";
import type { FlowSummary } from "@/flows/flow_summary";
import type { Folder } from "@/folders/folders";
import { Button } from "@/ui/button";
import { IconButton } from "@/ui/icon_button";
import { Menu } from "@/ui/menu";
import "./selection_bar.css";

export interface SelectionBarProps {
  flows: readonly FlowSummary[];
  folders: readonly Folder[];
  acts: FlowActs;
  onClear: () => void;
}

/** Floats at the bottom while flows are selected: how many, and what can be done with all of them. */
export function SelectionBar({ flows, folders, acts, onClear }: SelectionBarProps) {
  return (
    <div className="selection-bar" role="toolbar" aria-label="Selected flows">
      <span className="selection-bar-count" role="status">
        {flows.length} selected
      </span>
      <Button icon={<Download />} onClick={() => acts.download(flows)}>
        Download
      </Button>
      <Menu trigger={<Button icon={<FolderInput />}>Move</Button>} entries={moveMenu(flows, folders, acts)} />
      <Button icon={<Trash2 />} onClick={() => acts.remove(flows)}>
        Delete
      </Button>
      <IconButton label="Clear selection" shortcut="Esc" onClick={onClear}>
        <X />
      </IconButton>
    </div>
  );
}
