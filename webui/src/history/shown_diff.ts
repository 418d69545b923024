import { create } from "zustand";
import type { FlowEdge, FlowNode } from "@/api/flow_data";
import { diffFlows, type FlowDiff, type Version } from "@/history/diff";
import type { Revision } from "@/history/revisions";

/** A kept version that is compared with the flow as it is now; the canvas paints what differs. */
interface Compared {
  flowId: string;
  revision: Revision;
  version: Version & { name: string; description: string | null };
}

interface ShownDiff {
  compared: Compared | null;
  /** What another window or a script made of the flow, while it is asked which side to keep. */
  elsewhere: Version | null;
}

export const useShownDiff = create<ShownDiff>(() => ({ compared: null, elsewhere: null }));

/** How the node differs from the version that is compared; undefined: it does not, or none is. */
export type DiffMark = "added" | "changed";

/** What became of the compared version until now. */
export function diffOf({ version }: Pick<Compared, "version">, now: Version): FlowDiff {
  return diffFlows(version, now);
}

/** Marks by node id, and the nodes and wires that are there no more. */
export interface DiffPaint {
  marks: ReadonlyMap<string, DiffMark>;
  ghosts: readonly FlowNode[];
  addedEdges: ReadonlySet<string>;
  removedEdges: readonly FlowEdge[];
}

/** What the canvas paints for the version that is compared. */
export function paintOf(version: Version, now: Version): DiffPaint {
  const { nodes, addedEdges, removedEdges } = diffFlows(version, now);
  const marks = new Map<string, DiffMark>();
  const gone = new Set<string>();
  for (const { id, kind } of nodes) {
    if (kind === "added" || kind === "changed") marks.set(id, kind);
    else if (kind === "removed") gone.add(id);
  }
  return {
    marks,
    ghosts: version.nodes.filter(({ id }) => gone.has(id)),
    addedEdges: new Set(addedEdges.map(({ id }: FlowEdge) => id)),
    removedEdges,
  };
}
