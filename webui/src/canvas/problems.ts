import type { FieldTemplate, FlowEdge, FlowNode } from "@/api/flow_data";
import { useCatalogue } from "@/catalogue/catalogue";
import { useDocument } from "@/document/document";
import { fieldsOf, isBypassed, isGroup, isNote, nodeName, pinnedOutputs } from "@/document/graph";
import { type Level, wiresFromOutside } from "@/document/groups";
import { isTool, takesWire, targetName, typeKey } from "@/document/handles";
import { useSettledFlow } from "@/document/settled";
import { familyOf } from "@/document/value_types";
import { kindOf } from "@/inputs/kind";
import { type CodeStanding, useCodeStandings } from "@/trust/trust";

/** What would keep a flow from running, known before it runs. */
export interface Problem {
  nodeId: string;
  /** "File needs a path." */
  text: string;
}

/**
 * Problems of a flow in the order of its nodes. `known` are the type keys of the catalogue; null while it loads. `fed`
 * are fields that wires from around an open group lead into, as "node id, space, field"; `standings` are those of the
 * code that nodes carry.
 */
export function problemsOf(
  nodes: readonly FlowNode[],
  edges: readonly FlowEdge[],
  broken: ReadonlySet<string>,
  known: { has: (type: string) => boolean } | null,
  fed: Iterable<string> = [],
  standings: ReadonlyMap<string, CodeStanding> = new Map(),
): Problem[] {
  const fedFields = new Set(fed);
  const { wired, brokenInto } = endsOf(edges, broken);
  const problems: Problem[] = [];
  for (const node of nodes) {
    if (isNote(node) || isBypassed(node) || pinnedOutputs(node)) continue;
    const say = (what: (name: string) => string) => problems.push({ nodeId: node.id, text: what(nodeName(node)) });
    const standing = standings.get(node.id);
    if (standing === "not_trusted") say((name) => `${name} carries code that is not trusted.`);
    if (known && !standing && !isGroup(node) && !known.has(typeKey(node)))
      say((name) => `${name} is of a type that is not known here (${typeKey(node)}).`);
    for (const { key, label, byWire } of wantsOf(node)) {
      const end = `${node.id} ${key}`;
      if (!wired.has(end) && !fedFields.has(end))
        say((name) => (byWire ? `${name} needs a wire into ${label}.` : `${name} needs ${label}.`));
    }
    for (let wires = brokenInto.get(node.id) ?? 0; wires > 0; wires--) {
      say((name) => `A wire into ${name} leads to or from something that is not there.`);
    }
  }
  return problems;
}

/** Where wires end. */
interface Ends {
  broken: ReadonlySet<string>;
  /** Fields with a wire, as "node id, space, field". */
  wired: ReadonlySet<string>;
  /** How many broken wires lead to or from a node, by its id. */
  brokenInto: ReadonlyMap<string, number>;
}

/** Lists of wires are never changed in place, and seldom when nodes are: where they end is worked out once. */
const ends = new WeakMap<readonly FlowEdge[], Ends>();

function endsOf(edges: readonly FlowEdge[], broken: ReadonlySet<string>): Ends {
  const known = ends.get(edges);
  if (known?.broken === broken) return known;
  const wired = new Set<string>();
  const brokenInto = new Map<string, number>();
  for (const edge of edges) {
    if (broken.has(edge.id)) brokenInto.set(edge.target, (brokenInto.get(edge.target) ?? 0) + 1);
    else wired.add(`${edge.target} ${targetName(edge)}`);
  }
  const made = { broken, wired, brokenInto };
  ends.set(edges, made);
  return made;
}

/** A field that wants a value or a wire. */
interface Want {
  key: string;
  label: string;
  byWire: boolean;
}

/** Nodes are never changed in place, so what they want is worked out once. */
const wants = new WeakMap<FlowNode, readonly Want[]>();

function wantsOf(node: FlowNode): readonly Want[] {
  const known = wants.get(node);
  if (known) return known;
  const asTool = isTool(node.data.node);
  const fields = fieldsOf(node.data.node);
  const found = fields
    .filter(({ field }) => field.required && isUnset(field) && !(asTool && field.tool_mode))
    .map(({ key, field }): Want => ({ key, label: field.display_name || key, byWire: false }));
  // A node whose first field only takes a wire lives on what comes there.
  const [first] = fields;
  if (first && !first.field.required && isFedOnly(first.field)) {
    found.push({ key: first.key, label: first.field.display_name || first.key, byWire: true });
  }
  wants.set(node, found);
  return found;
}

/** Is it filled by a wire alone, and not with tools or a memory, which are extras? */
function isFedOnly(field: FieldTemplate): boolean {
  if (field.advanced || kindOf(field) !== "handle" || !takesWire(field)) return false;
  const family = familyOf(field.input_types);
  return family !== "tool" && family !== "memory";
}

function isUnset({ value, type }: FieldTemplate): boolean {
  if (type === "bool" || type === "int" || type === "float" || type === "slider")
    return value === "" || value === null || value === undefined;
  return value === "" || value === null || value === undefined || (Array.isArray(value) && value.length === 0);
}

/** Problems of the open flow. */
export function useProblems(): readonly Problem[] {
  const nodes = useSettledFlow((settled) => settled.nodes);
  const edges = useSettledFlow((settled) => settled.edges);
  const broken = useDocument((document) => document.report.broken);
  const outer = useSettledFlow((settled) => settled.outer);
  const { byType, isLoaded } = useCatalogue();
  const standings = useCodeStandings();
  return listOnce([nodes, edges, broken, outer, isLoaded ? byType : null, standings]);
}

type Parts = readonly [
  nodes: readonly FlowNode[],
  edges: readonly FlowEdge[],
  broken: readonly string[],
  outer: readonly Level[],
  known: { has: (type: string) => boolean } | null,
  standings: ReadonlyMap<string, CodeStanding>,
];

let last: { parts: Parts; broken: ReadonlySet<string>; problems: readonly Problem[] } | null = null;

/** Several places ask for the same list: it is made once for each state of the flow. */
function listOnce(parts: Parts): readonly Problem[] {
  if (last && parts.every((part, index) => part === last?.parts[index])) return last.problems;
  const [nodes, edges, brokenIds, outer, known, standings] = parts;
  const broken = last?.parts[2] === brokenIds ? last.broken : new Set(brokenIds);
  const problems = problemsOf(nodes, edges, broken, known, wiresFromOutside(outer).keys(), standings);
  // The same list while nobody would read anything else in it.
  const isSame =
    last?.problems.length === problems.length &&
    problems.every(
      ({ nodeId, text }, at) => last?.problems[at]?.nodeId === nodeId && last?.problems[at]?.text === text,
    );
  last = { parts, broken, problems: isSame && last ? last.problems : problems };
  return last.problems;
}
