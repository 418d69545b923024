import { Box } from "lucide-react";
import { useMemo } from "react";
import { useNavigate } from "react-router";
import { ACTIONS } from "@/actions/all";
import { openPalette } from "@/actions/inspect";
import type { FlowNode } from "@/api/flow_data";
import { addComponent } from "@/canvas/adding";
import { useAddable } from "@/canvas/saved_components";
import { useView } from "@/canvas/view";
import { entryKey } from "@/catalogue/catalogue";
import { ComponentIcon } from "@/catalogue/icon";
import { select, useDocument } from "@/document/document";
import { isNote, nodeName } from "@/document/graph";
import { type Command, CommandPalette } from "@/ui/command_palette";

const NONE: readonly FlowNode[] = [];

/** Ctrl K on the canvas: nodes of this flow, all acts with their keys, components to add, pages to go to. */
export function Commands() {
  const isOpen = useView((view) => view.isCommandOpen);
  const nodes = useDocument((document) => (isOpen ? document.nodes : NONE));
  const entries = useAddable(isOpen);
  const navigate = useNavigate();

  const commands = useMemo((): Command[] => {
    if (!isOpen) return [];
    const acts = ACTIONS.filter((action) => action !== openPalette && (action.isEnabled?.() ?? true)).map(
      (action): Command => ({
        id: action.name,
        label: action.label,
        group: "Actions",
        shortcut: action.shortcuts[0],
        keywords: action.keywords,
        // After the palette has closed and given back the focus.
        perform: () => setTimeout(() => void action.perform()),
      }),
    );
    const places = nodes
      .filter((node) => !isNote(node))
      .map(
        (node): Command => ({
          id: node.id,
          label: nodeName(node),
          group: "Nodes",
          keywords: node.id,
          icon: <Box aria-hidden />,
          perform: () => {
            select([node.id]);
            useView.getState().camera?.reveal(node.id);
            setTimeout(() => useView.getState().camera?.focus());
          },
        }),
      );
    const additions = entries.map(
      (entry): Command => ({
        id: `add ${entryKey(entry)}`,
        label: `Add ${entry.component.display_name ?? entry.type}`,
        group: "Components",
        icon: <ComponentIcon name={entry.component.icon} type={entry.type} />,
        perform: () => void addComponent(entry, null, null, null),
      }),
    );
    const pages: Command[] = [
      { id: "home", label: "All flows", group: "Pages", perform: () => void navigate("/") },
      {
        id: "settings",
        label: "Settings",
        group: "Pages",
        perform: () => void navigate("/settings/models"),
      },
      {
        id: "variables",
        label: "Variables",
        group: "Pages",
        keywords: "settings keys credentials",
        perform: () => void navigate("/settings/variables"),
      },
      {
        id: "trust",
        label: "Trusted code",
        group: "Pages",
        keywords: "settings trust python",
        perform: () => void navigate("/settings/trust"),
      },
    ];
    return [...acts, ...places, ...pages, ...additions];
  }, [isOpen, nodes, entries, navigate]);

  return (
    <CommandPalette
      isOpen={isOpen}
      onOpenChange={(open) => useView.setState({ isCommandOpen: open })}
      commands={commands}
    />
  );
}
