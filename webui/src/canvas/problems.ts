import { useMemo } from "react";
import type { FieldTemplate, FlowEdge, FlowNode } from "@/api/flow_data";
import { useDocument } from "@/canvas/document";
import { fieldsOf, isBypassed, isGroup, isNote, nodeName, pinnedOutputs } from "@/canvas/graph";
import { wiresFromOutside } from "@/canvas/groups";
import { isTool, takesWire, targetName, typeKey } from "@/canvas/handles";
import { familyOf } from "@/canvas/value_types";
import { useCatalogue } from "@/catalogue/catalogue";
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
  const wired = new Set(fed);
  for (const edge of edges) if (!broken.has(edge.id)) wired.add(`${edge.target} ${targetName(edge)}`);
  const brokenInto = new Map<string, string[]>();
  for (const { id, target } of edges) {
    if (broken.has(id)) brokenInto.set(target, [...(brokenInto.get(target) ?? []), id]);
  }
  const problems: Problem[] = [];
  for (const node of nodes) {
    if (isNote(node) || isBypassed(node) || pinnedOutputs(node)) continue;
    const name = nodeName(node);
    const say = (text: string) => problems.push({ nodeId: node.id, text });
    const standing = standings.get(node.id);
    if (standing === "not_trusted") say(`${name} carries code that is not trusted.`);
    if (known && !standing && !isGroup(node) && !known.has(typeKey(node)))
      say(`${name} is of a type that is not known here (${typeKey(node)}).`);
    for (const { key, label, byWire } of wantsOf(node)) {
      if (!wired.has(`${node.id} ${key}`))
        say(byWire ? `${name} needs a wire into ${label}.` : `${name} needs ${label}.`);
    }
    for (const _wire of brokenInto.get(node.id) ?? []) {
      say(`A wire into ${name} leads to or from something that is not there.`);
    }
  }
  return problems;
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
  const nodes = useDocument((document) => document.nodes);
  const edges = useDocument((document) => document.edges);
  const broken = useDocument((document) => document.report.broken);
  const outer = useDocument((document) => document.outer);
  const { byType, isLoaded } = useCatalogue();
  const standings = useCodeStandings();
  return useMemo(() => {
    const known = isLoaded ? byType : null;
    return problemsOf(nodes, edges, new Set(broken), known, wiresFromOutside(outer).keys(), standings);
  }, [nodes, edges, broken, outer, byType, isLoaded, standings]);
}
