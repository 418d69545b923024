import { Hand, Maximize, MousePointer2, Plus, StickyNote, Workflow } from "lucide-react";
import type { ReactNode } from "react";
import type { Action } from "@/actions/action";
import { addNodeHere } from "@/actions/add_node";
import { addNoteHere } from "@/actions/add_note";
import { handTool, selectTool } from "@/actions/inspect";
import { tidy } from "@/actions/tidy";
import { fitFlow, fitSelection, zoomFull, zoomIn, zoomOut } from "@/actions/zoom";
import { useView } from "@/canvas/view";
import { IconButton } from "@/ui/icon_button";
import { Menu } from "@/ui/menu";
import "./bottom_bar.css";

/** Tools and zoom, bottom centre. */
export function BottomBar() {
  const tool = useView((view) => view.tool);
  const percent = useView((view) => view.zoomPercent);
  return (
    <div className="bottom-bar" role="toolbar" aria-label="Canvas tools">
      <Tool action={selectTool} isActive={tool === "select"} icon={<MousePointer2 />} />
      <Tool action={handTool} isActive={tool === "hand"} icon={<Hand />} />
      <Tool action={addNodeHere} icon={<Plus />} />
      <Tool action={addNoteHere} icon={<StickyNote />} />
      <Tool action={tidy} icon={<Workflow />} />
      <Tool action={fitFlow} icon={<Maximize />} />
      <Menu
        align="center"
        trigger={
          <button type="button" className="zoom-percent" aria-label={`Zoom, ${percent} percent`}>
            {percent} %
          </button>
        }
        entries={[zoomIn, zoomOut, zoomFull, fitFlow, fitSelection].map((action) => ({
          label: action.label,
          shortcut: action.shortcuts[0],
          onSelect: () => void action.perform(),
        }))}
      />
    </div>
  );
}

function Tool({ action, icon, isActive }: { action: Action; icon: ReactNode; isActive?: boolean }) {
  return (
    <IconButton
      label={action.label}
      shortcut={action.shortcuts[0]}
      isActive={isActive}
      onClick={() => void action.perform()}
    >
      {icon}
    </IconButton>
  );
}
