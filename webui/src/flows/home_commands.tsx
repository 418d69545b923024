import { Compass, FileText, Folder as FolderIcon, LayoutTemplate, Plus, Settings, Trash2, Upload } from "lucide-react";
import { useMemo } from "react";
import { useNavigate } from "react-router";
import type { FlowSummary } from "@/flows/flow_summary";
import type { Folder } from "@/folders/folders";
import { SECTIONS } from "@/settings/sections";
import type { Command } from "@/ui/command_palette";

export interface HomeCommandsProps {
  flows: readonly FlowSummary[];
  folders: readonly Folder[];
  onNewFlow: () => void;
  onImport: () => void;
}

/** What the palette of home offers: acts, places, flows. */
export function useHomeCommands({ flows, folders, onNewFlow, onImport }: HomeCommandsProps): Command[] {
  const navigate = useNavigate();
  return useMemo(() => {
    const goTo = (id: string, label: string, to: string, icon: Command["icon"]): Command => ({
      id,
      label,
      group: "Go to",
      icon,
      perform: () => navigate(to),
    });
    return [
      { id: "new", label: "New flow", group: "Do", icon: <Plus />, shortcut: "C", perform: onNewFlow },
      {
        id: "import",
        label: "Import files",
        group: "Do",
        icon: <Upload />,
        keywords: "upload open json zip",
        perform: onImport,
      },
      goTo("templates", "Templates", "/?view=templates", <LayoutTemplate />),
      goTo("trash", "Trash", "/?view=trash", <Trash2 />),
      goTo("welcome", "First steps", "/welcome", <Compass />),
      ...folders.map((folder) => goTo(folder.id, folder.name, `/?folder=${folder.id}`, <FolderIcon />)),
      ...flows.map((flow) => ({
        id: flow.id,
        label: flow.name,
        group: "Open",
        icon: <FileText />,
        keywords: flow.description ?? "",
        perform: () => navigate(`/flow/${flow.id}`),
      })),
      ...SECTIONS.map(({ id, label }) => ({
        ...goTo(`settings ${id}`, `Settings: ${label}`, `/settings/${id}`, <Settings />),
        group: "Settings",
      })),
    ];
  }, [flows, folders, navigate, onNewFlow, onImport]);
}
