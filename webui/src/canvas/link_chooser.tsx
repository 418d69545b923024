import { useMemo } from "react";
import { useView, type WireStart } from "@/canvas/view";
import { type Link, linksWith, makeLink, placeWords } from "@/canvas/wiring";
import { nodeById } from "@/document/edits";
import { nodeName, outputsOf, wireableFields } from "@/document/graph";
import { isList, targetName } from "@/document/handles";
import { useSettledFlow } from "@/document/settled";
import { type Command, CommandPalette } from "@/ui/command_palette";

/** Connecting by keyboard: from the node where `L` was pressed, all connections that can be made, free fields first. */
export function LinkChooser() {
  const nodeId = useView((view) => view.linking);
  const nodes = useSettledFlow((settled) => settled.nodes);
  const edges = useSettledFlow((settled) => settled.edges);

  const commands = useMemo((): Command[] => {
    const node = nodeId ? nodeById(nodeId) : undefined;
    if (!node) return [];
    const wired = new Set(edges.map((edge) => `${edge.target} ${targetName(edge)}`));
    const starts: WireStart[] = [
      ...outputsOf(node).map((output): WireStart => ({ nodeId: node.id, kind: "output", name: output.name })),
      ...wireableFields(node)
        .filter(({ field }) => !field.advanced)
        .map(({ key }): WireStart => ({ nodeId: node.id, kind: "field", name: key })),
    ];
    const links = starts.flatMap((start) =>
      nodes.flatMap((other) => linksWith(start, other).filter(({ field }) => !field.advanced)),
    );
    const isFree = (link: Link) => isList(link.field) || !wired.has(`${link.target.id} ${link.key}`);
    return links
      .sort((a, b) => Number(isFree(b)) - Number(isFree(a)))
      .map((link) => ({
        id: `${link.source.id} ${link.output.name} ${link.target.id} ${link.key}`,
        label: words(link, node.id),
        group: isFree(link) ? "Connect" : "Replace the wire",
        perform: () => {
          makeLink(link);
          useView.getState().camera?.focus();
        },
      }));
  }, [nodeId, nodes, edges]);

  return (
    <CommandPalette
      isOpen={nodeId !== null}
      onOpenChange={(isOpen) => {
        if (!isOpen) useView.setState({ linking: null });
      }}
      commands={commands}
      placeholder="Connect to which field?"
    />
  );
}

function words(link: Link, from: string): string {
  const { source, output, target } = link;
  const out = output.display_name ?? output.name;
  const into = placeWords(link);
  return from === source.id ? `${out} → ${nodeName(target)} · ${into}` : `${into} ← ${nodeName(source)} · ${out}`;
}
