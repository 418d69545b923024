import type { FlowEdge, FlowNode } from "@/api/flow_data";
import { isNote, nodeName } from "@/document/graph";
import { byId, edgeKey, sameContent, samePlace, type Version } from "@/history/diff";

/** A node that was changed on both sides, or changed on one and deleted on the other. */
export interface NodeConflict {
  id: string;
  name: string;
  /** null: it was deleted on that side. */
  mine: FlowNode | null;
  theirs: FlowNode | null;
}

export interface Merge {
  /** All that both sides agree on; of conflicting nodes what is here (`mine`). */
  merged: Version;
  conflicts: readonly NodeConflict[];
  /** Nodes that come from the other side: their names. */
  taken: readonly string[];
}

/** Which side a conflicting node is taken from. */
export type Side = "mine" | "theirs";

/**
 * Joins two versions of a flow that both came from `base`, node by node: a node that only one side touched is taken from
 * there, and one that both touched is a conflict unless they did the same. Where `choices` names a side, that counts.
 * A node's place is no conflict: mine counts if it was moved here. Wires without both ends go.
 */
export function mergeFlows(base: Version, mine: Version, theirs: Version, choices: Record<string, Side> = {}): Merge {
  const [old, here, there] = [byId(base.nodes), byId(mine.nodes), byId(theirs.nodes)];
  const conflicts: NodeConflict[] = [];
  const taken: string[] = [];
  const nodes: FlowNode[] = [];
  const order = [...mine.nodes, ...theirs.nodes.filter(({ id }) => !here.has(id)), ...goneFrom(base, here, there)];
  for (const { id } of order) {
    const [was, my, their] = [old.get(id), here.get(id), there.get(id)];
    const isMineTouched = !isSame(was, my);
    const isTheirsTouched = !isSame(was, their);
    let result = my;
    if (isTheirsTouched && !isMineTouched) {
      result = their;
      taken.push(titleOf(their ?? was));
    } else if (isTheirsTouched && !isSame(my, their)) {
      conflicts.push({ id, name: titleOf(my ?? their ?? was), mine: my ?? null, theirs: their ?? null });
      if (choices[id] === "theirs") result = their;
    }
    if (result) nodes.push(placed(result, was, my, their));
  }
  return { merged: { nodes, edges: mergeEdges(base, mine, theirs, byId(nodes)) }, conflicts, taken };
}

/** Nodes of the base that neither side has any more: nothing is to be done about them. */
function goneFrom(base: Version, here: Map<string, FlowNode>, there: Map<string, FlowNode>): readonly FlowNode[] {
  return base.nodes.filter(({ id }) => !here.has(id) && !there.has(id));
}

function isSame(a: FlowNode | undefined, b: FlowNode | undefined): boolean {
  return a && b ? sameContent(a, b) : a === b;
}

/** The node where whoever moved it put it; mine if both did. */
function placed(
  node: FlowNode,
  was: FlowNode | undefined,
  my: FlowNode | undefined,
  their: FlowNode | undefined,
): FlowNode {
  const mover = my && (!was || !samePlace(was, my)) ? my : their && (!was || !samePlace(was, their)) ? their : null;
  if (!mover || mover === node || samePlace(mover, node)) return node;
  const { position, width, height } = mover;
  return { ...node, position, ...(width === undefined ? {} : { width }), ...(height === undefined ? {} : { height }) };
}

function mergeEdges(base: Version, mine: Version, theirs: Version, nodes: Map<string, FlowNode>): FlowEdge[] {
  const [old, here, there] = [base, mine, theirs].map(({ edges }) => new Set(edges.map(edgeKey)));
  const all = [...mine.edges, ...theirs.edges.filter((edge) => !here?.has(edgeKey(edge)))];
  return all.filter((edge) => {
    const key = edgeKey(edge);
    // A wire that was there stays only if both kept it; a new one stays whoever drew it.
    const isKept = old?.has(key) ? here?.has(key) && there?.has(key) : true;
    return isKept && nodes.has(edge.source) && nodes.has(edge.target);
  });
}

function titleOf(node: FlowNode | undefined): string {
  if (!node) return "";
  return isNote(node) ? "Note" : nodeName(node);
}
