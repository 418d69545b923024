import type { ComponentTemplate, FieldTemplate, FlowEdge, FlowNode, OutputTemplate, Template } from "@/api/flow_data";
import { type Clip, fieldsOf, isGroup, isNote, newId, nodeName, outputNamed, stored } from "@/document/graph";
import {
  isList,
  makeEdge,
  sourceHandleOf,
  sourceName,
  takesWire,
  targetHandleOf,
  targetName,
  typeKey,
} from "@/document/handles";

/** Nodes and the wires between them: a flow's, or what a group holds. */
export interface Graph {
  nodes: readonly FlowNode[];
  edges: readonly FlowEdge[];
}

/** What a group holds, as the file has it. */
export function innerGraph(group: FlowNode): Graph {
  const data = group.data.node?.flow?.data;
  return { nodes: data?.nodes ?? [], edges: data?.edges ?? [] };
}

/** What a group holds, its fields filled with the values that the group has for them, which are the ones that count. */
export function openedGraph(group: FlowNode): Graph {
  const { nodes, edges } = innerGraph(group);
  const values = new Map<string, Template>();
  for (const { proxy, value, load_from_db, file_path } of Object.values(group.data.node?.template ?? {})) {
    if (!proxy) continue;
    const own: Template = values.get(proxy.id) ?? {};
    own[proxy.field] = {
      value,
      ...(load_from_db === undefined ? {} : { load_from_db }),
      ...(file_path === undefined ? {} : { file_path }),
    };
    values.set(proxy.id, own);
  }
  return { nodes: nodes.map((node) => withValues(node, values.get(node.id))), edges };
}

function withValues(node: FlowNode, values: Template | undefined): FlowNode {
  const component = node.data.node;
  if (!values || !component) return node;
  const template = { ...component.template };
  for (const [key, value] of Object.entries(values)) {
    if (template[key]) template[key] = { ...template[key], ...value };
  }
  return { ...node, data: { ...node.data, node: { ...component, template } } };
}

/** Why these nodes cannot be a group; null when they can. */
export function whyNoGroup({ nodes, edges }: Graph, ids: ReadonlySet<string>): string | null {
  const chosen = nodes.filter((node) => ids.has(node.id) && !isNote(node));
  if (chosen.length < 2) return "A group needs at least two nodes.";
  const talking = chosen.find((node) => ["ChatInput", "ChatOutput"].includes(typeKey(node)));
  if (talking) return `${nodeName(talking)} stays outside of groups: the chat speaks with it.`;
  const inner = edges.filter(({ source, target }) => ids.has(source) && ids.has(target));
  if (!isOnePiece(chosen, inner)) return "The nodes of a group have to be wired with one another.";
  const ends = chosen.filter(({ id }) => !inner.some(({ source }) => source === id));
  if (ends.length > 1)
    return `A group ends in one node; ${ends.map(nodeName).join(" and ")} both lead nowhere inside of it.`;
  return null;
}

function isOnePiece(nodes: readonly FlowNode[], wires: readonly FlowEdge[]): boolean {
  const [first] = nodes;
  if (!first) return false;
  const seen = new Set([first.id]);
  const open = [first.id];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const { source, target } of wires) {
      const next = source === id ? target : target === id ? source : null;
      if (next === null || seen.has(next)) continue;
      seen.add(next);
      open.push(next);
    }
  }
  return nodes.every(({ id }) => seen.has(id));
}

/** The graph with some nodes put into a new group in their place; every wire is kept. */
export function makeGroup({ nodes, edges }: Graph, ids: ReadonlySet<string>, groupId: string): Graph {
  const inside = nodes.filter((node) => ids.has(node.id));
  const isInner = (edge: FlowEdge) => ids.has(edge.source) && ids.has(edge.target);
  const held: Graph = { nodes: inside, edges: edges.filter(isInner) };
  const outer = edges.filter((edge) => !isInner(edge));
  const into = outer.filter((edge) => ids.has(edge.target)).map((edge) => fieldKey(edge.target, targetName(edge)));
  const outOf = outer.filter((edge) => ids.has(edge.source)).map((edge) => outputKey(edge.source, sourceName(edge)));
  const group = groupNode(groupId, held, { fields: new Set(into), outputs: new Set(outOf) });
  const kept = nodes.filter((node) => !ids.has(node.id));
  const byId = new Map([...kept, group].map((node) => [node.id, node]));
  return {
    nodes: [...kept, group],
    edges: edges.flatMap((edge) => {
      if (isInner(edge)) return [];
      if (ids.has(edge.target))
        return [rewired(edge, byId, {}, { id: groupId, name: fieldKey(edge.target, targetName(edge)) })];
      if (ids.has(edge.source))
        return [rewired(edge, byId, { id: groupId, name: outputKey(edge.source, sourceName(edge)) }, {})];
      return [edge];
    }),
  };
}

/** The key under which a group shows an inner field. */
export function fieldKey(innerId: string, field: string): string {
  return `${field}_${innerId}`;
}

/** The name under which a group shows an inner output. */
export function outputKey(innerId: string, output: string): string {
  return `${innerId}_${output}`;
}

/** Fields and outputs that a group has to show because wires of the flow around it use them. */
interface Used {
  fields: ReadonlySet<string>;
  outputs: ReadonlySet<string>;
}

function groupNode(id: string, held: Graph, used: Used): FlowNode {
  const placed = held.nodes.filter((node) => !isNote(node));
  const position = {
    x: Math.min(...placed.map((node) => node.position.x)),
    y: Math.min(...placed.map((node) => node.position.y)),
  };
  const component: ComponentTemplate = {
    display_name: "Group",
    description: "",
    documentation: "",
    template: groupTemplate(held, {}, used.fields),
    outputs: groupOutputs(held, [], used.outputs),
    flow: {
      id,
      name: "Group",
      description: "",
      is_component: false,
      data: { nodes: [...held.nodes], edges: [...held.edges], viewport: { x: 0, y: 0, zoom: 1 } },
    },
  };
  return { id, type: "genericNode", position, data: { id, type: "GroupNode", node: component, showNode: true } };
}

/** The fields of a group: every inner field that nothing inside feeds. What a field is called and whether it is on the face stays. */
function groupTemplate({ nodes, edges }: Graph, before: Template, used: ReadonlySet<string>): Template {
  const fed = new Set(edges.map((edge) => fieldKey(edge.target, targetName(edge))));
  const named = nodes.flatMap((node) =>
    isNote(node)
      ? []
      : Object.entries(node.data.node?.template ?? {})
          .filter(([key, field]) => !key.startsWith("_") && typeof field === "object" && field !== null)
          .map(([key, field]) => ({ node, key, field, name: fieldKey(node.id, key) })),
  );
  const template: Template = {};
  const labels = named.map(({ key, field }) => field.display_name ?? key);
  for (const { node, key, field, name } of named) {
    if (fed.has(name) && !(isList(field) && (used.has(name) || before[name]))) continue;
    const label = field.display_name ?? key;
    const isAmbiguous = field.show !== false && labels.filter((other) => other === label).length > 1;
    const old = before[name];
    template[name] = {
      ...field,
      name: key,
      display_name: old?.display_name ?? (isAmbiguous ? `${label} · ${nodeName(node)}` : label),
      advanced: old?.advanced ?? isFolded(field),
      ...(key === "code" ? { show: false } : {}),
      proxy: { id: node.id, field: key },
    };
  }
  return template;
}

/** Is an inner field off the face of a group, as long as nobody said otherwise? */
function isFolded(field: FieldTemplate): boolean {
  return field.advanced === true || (!takesWire(field) && !field.required);
}

/** An inner field that the open group shows, or could show, on its face. */
export interface Exposable {
  nodeId: string;
  key: string;
  /** How the group calls it. */
  label: string;
  isExposed: boolean;
}

/** The fields of one inner node that the group around it can have on its face: those that nothing inside feeds. */
export function exposablesOf(group: FlowNode, node: FlowNode, wired: ReadonlySet<string>): Exposable[] {
  return fieldsOf(node.data.node).flatMap(({ key, field }): Exposable[] => {
    if (wired.has(`${node.id} ${key}`) && !isList(field)) return [];
    const own = group.data.node?.template[fieldKey(node.id, key)];
    const label = own?.display_name ?? field.display_name ?? key;
    return [{ nodeId: node.id, key, label, isExposed: !(own?.advanced ?? isFolded(field)) }];
  });
}

/** What lies around an open group, with an inner field on the face of the group or off it. */
export function withExposed(level: Level, node: FlowNode, key: string, isExposed: boolean): Level {
  const at = level.nodes.findIndex(({ id }) => id === level.groupId);
  const group = level.nodes[at];
  const component = group?.data.node;
  const field = node.data.node?.template[key];
  if (!group || !component || !field) return level;
  const name = fieldKey(node.id, key);
  // A field that came since the group was opened gets its name when the group is left.
  const own = component.template[name] ?? { ...field, display_name: undefined, proxy: { id: node.id, field: key } };
  const template = { ...component.template, [name]: { ...own, advanced: !isExposed } };
  const next: FlowNode = { ...group, data: { ...group.data, node: { ...component, template } } };
  return { ...level, nodes: level.nodes.with(at, next) };
}

/** The outputs of a group: every inner output that nothing inside uses, and those that it showed before. */
function groupOutputs(
  { nodes, edges }: Graph,
  before: readonly OutputTemplate[],
  used: ReadonlySet<string>,
): OutputTemplate[] {
  const taken = new Set(edges.map((edge) => outputKey(edge.source, sourceName(edge))));
  const shown = new Map(before.map((output) => [output.name, output]));
  return nodes.flatMap((node) =>
    (node.data.node?.outputs ?? []).flatMap((output): OutputTemplate[] => {
      const name = outputKey(node.id, output.name);
      if (taken.has(name) && !used.has(name) && !shown.has(name)) return [];
      const proxy = { id: node.id, name: output.name, nodeDisplayName: nodeName(node) };
      return [{ ...output, ...shown.get(name), types: output.types, selected: output.selected, name, proxy }];
    }),
  );
}

/** The group as it is after what it holds was changed; wires around it that use a field or an output keep it. */
function regrouped(group: FlowNode, held: Graph, around: readonly FlowEdge[]): FlowNode {
  const component = group.data.node as ComponentTemplate;
  const flow = component.flow ?? { data: { nodes: [], edges: [] } };
  const used: Used = {
    fields: new Set(around.filter(({ target }) => target === group.id).map(targetName)),
    outputs: new Set(around.filter(({ source }) => source === group.id).map(sourceName)),
  };
  const next: ComponentTemplate = {
    ...component,
    template: groupTemplate(held, component.template, used.fields),
    outputs: groupOutputs(held, component.outputs ?? [], used.outputs),
    flow: { ...flow, data: { ...flow.data, nodes: [...held.nodes], edges: [...held.edges] } },
  };
  return { ...group, data: { ...group.data, node: next } };
}

/** A graph with a group changed inside. Wires to or from what the group no longer shows go. */
export function withGroupChanged(around: Graph, groupId: string, held: Graph): Graph {
  const at = around.nodes.findIndex(({ id }) => id === groupId);
  const old = around.nodes[at];
  if (!old) return around;
  const group = regrouped(old, held, around.edges);
  const { template, outputs = [] } = group.data.node as ComponentTemplate;
  const hasField = (edge: FlowEdge) => edge.target !== groupId || template[targetName(edge)] !== undefined;
  const hasOutput = (edge: FlowEdge) =>
    edge.source !== groupId || outputs.some(({ name }) => name === sourceName(edge));
  return {
    nodes: around.nodes.with(at, group),
    edges: around.edges.filter((edge) => hasField(edge) && hasOutput(edge)),
  };
}

/**
 * The graph with a group replaced by what it holds; every wire is kept. Gives the ids of the nodes that came out: the
 * inner ones, unless the flow has them elsewhere (`taken` are all its ids, those of this group included).
 */
export function dissolveGroup(graph: Graph, groupId: string, taken: ReadonlySet<string>): Graph & { freed: string[] } {
  const group = graph.nodes.find(({ id }) => id === groupId);
  if (!group) return { ...graph, freed: [] };
  const others = graph.nodes.filter(({ id }) => id !== groupId);
  const opened = openedGraph(group);
  const own = allIds(opened.nodes);
  const elsewhere = allIds(graph.nodes.filter(({ id }) => id !== groupId));
  const renewed = renewIds(opened, new Set([...taken].filter((id) => !own.has(id) || elsewhere.has(id))));
  const placed = opened.nodes.filter((node) => !isNote(node));
  const dx = group.position.x - Math.min(...placed.map(({ position }) => position.x));
  const dy = group.position.y - Math.min(...placed.map(({ position }) => position.y));
  const freed = renewed.nodes.map((node) => ({
    ...node,
    position: { x: node.position.x + dx, y: node.position.y + dy },
  }));
  const nodes = [...others, ...freed];
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const idOf = (id: string) => renewed.ids.get(id) ?? id;
  const edges = graph.edges.flatMap((edge): FlowEdge[] => {
    if (edge.target !== groupId && edge.source !== groupId) return [edge];
    const field = edge.target === groupId ? group.data.node?.template[targetName(edge)]?.proxy : undefined;
    const output = edge.source === groupId ? outputNamed(group, sourceName(edge))?.proxy : undefined;
    return [
      rewired(
        edge,
        byId,
        output ? { id: idOf(output.id), name: output.name } : {},
        field ? { id: idOf(field.id), name: field.field } : {},
      ),
    ];
  });
  return { nodes, edges: [...edges, ...renewed.edges], freed: freed.map(({ id }) => id) };
}

interface End {
  id?: string;
  name?: string;
}

/** A wire with one or both ends elsewhere. An end that is not there leaves the wire as it was. */
function rewired(edge: FlowEdge, byId: ReadonlyMap<string, FlowNode>, from: End, to: End): FlowEdge {
  const source = byId.get(from.id ?? edge.source);
  const target = byId.get(to.id ?? edge.target);
  const output = source && outputNamed(source, from.name ?? sourceName(edge));
  const key = to.name ?? targetName(edge);
  const field: FieldTemplate | undefined = target?.data.node?.template[key];
  if (!source || !target || !output || !field) return edge;
  return makeEdge(sourceHandleOf(source, output), targetHandleOf(target, key, field), edge);
}

/**
 * The graph with new ids for nodes whose ids are taken, inside of groups too; wires, and what groups show, follow.
 * `ids` tells the new id of each node that got one. `chosen` are new ids for some of the nodes.
 */
export function renewIds(
  { nodes, edges }: Graph,
  taken: ReadonlySet<string>,
  isAlways = false,
  chosen: ReadonlyMap<string, string> = NO_NAMES,
): { nodes: FlowNode[]; edges: FlowEdge[]; ids: Map<string, string> } {
  const known = new Set(taken);
  const ids = new Map<string, string>();
  for (const { id } of nodes) if (!taken.has(id)) known.add(id);
  for (const node of nodes) {
    const given = chosen.get(node.id);
    if (!given && !isAlways && !taken.has(node.id)) continue;
    const id = given ?? newId(isNote(node) ? "note" : isGroup(node) ? "groupComponent" : typeKey(node), known);
    known.add(id);
    ids.set(node.id, id);
  }
  const renewed = nodes.map((node) => {
    const id = ids.get(node.id) ?? node.id;
    const own: FlowNode = id === node.id ? node : { ...node, id, data: { ...node.data, id } };
    return isGroup(node) ? renewInside(own, known, isAlways) : { node: own, fields: NO_NAMES, outputs: NO_NAMES };
  });
  const byOldId = new Map(nodes.map((node, index) => [node.id, renewed[index]]));
  const byId = new Map(renewed.map(({ node }) => [node.id, node]));
  return {
    nodes: renewed.map(({ node }) => node),
    edges: edges.map((edge) => {
      const source = byOldId.get(edge.source);
      const target = byOldId.get(edge.target);
      if (!source || !target) return edge;
      const output = source.outputs.get(sourceName(edge));
      const field = target.fields.get(targetName(edge));
      if (source.node.id === edge.source && target.node.id === edge.target && !output && !field) return edge;
      return rewired(edge, byId, { id: source.node.id, name: output }, { id: target.node.id, name: field });
    }),
    ids,
  };
}

const NO_NAMES: ReadonlyMap<string, string> = new Map();

interface Renewed {
  node: FlowNode;
  /** New keys of the group's fields, by the old ones. */
  fields: ReadonlyMap<string, string>;
  /** New names of its outputs, by the old ones. */
  outputs: ReadonlyMap<string, string>;
}

/** A group whose inner nodes have the ids that are chosen for them, and else such as are not taken. */
export function withInnerIds(
  group: FlowNode,
  taken: ReadonlySet<string>,
  chosen: ReadonlyMap<string, string>,
): FlowNode {
  return renewInside(group, new Set(taken), false, chosen).node;
}

/** A group whose inner nodes have ids of their own; `known` grows by them. */
function renewInside(
  group: FlowNode,
  known: Set<string>,
  isAlways: boolean,
  chosen: ReadonlyMap<string, string> = NO_NAMES,
): Renewed {
  const component = group.data.node as ComponentTemplate;
  const held = renewIds(innerGraph(group), known, isAlways, chosen);
  for (const { id } of held.nodes) known.add(id);
  const fields = new Map<string, string>();
  const outputs = new Map<string, string>();
  const template: Template = {};
  for (const [key, field] of Object.entries(component.template)) {
    const id = field?.proxy && held.ids.get(field.proxy.id);
    if (!field?.proxy || !id) template[key] = field;
    else {
      const renamed = fieldKey(id, field.proxy.field);
      fields.set(key, renamed);
      template[renamed] = { ...field, proxy: { ...field.proxy, id } };
    }
  }
  const shown = (component.outputs ?? []).map((output) => {
    const id = output.proxy && held.ids.get(output.proxy.id);
    if (!output.proxy || !id) return output;
    const name = outputKey(id, output.proxy.name);
    outputs.set(output.name, name);
    return { ...output, name, proxy: { ...output.proxy, id } };
  });
  const flow = component.flow ?? { data: { nodes: [], edges: [] } };
  const data = { ...flow.data, nodes: held.nodes, edges: held.edges };
  const next: ComponentTemplate = { ...component, template, outputs: shown, flow: { ...flow, data } };
  const origin = component.saved_component as { values?: Record<string, string> } | undefined;
  if (origin?.values) {
    const values = Object.entries(origin.values).map(([key, mark]) => [fields.get(key) ?? key, mark]);
    next.saved_component = { ...origin, values: Object.fromEntries(values) };
  }
  return { node: { ...group, data: { ...group.data, node: next } }, fields, outputs };
}

/**
 * Nodes and wires of a clip under new ids, moved so that their upper left corner is at `at`. Wires from outside the
 * clip are kept only with `keepIncoming`, when their source is still in the flow. `taken` are the ids of the whole flow.
 */
export function pasteClip(
  clip: Clip,
  existing: readonly FlowNode[],
  taken: ReadonlySet<string>,
  at: { x: number; y: number },
  keepIncoming = false,
): Clip {
  const left = Math.min(...clip.nodes.map((node) => node.position.x));
  const top = Math.min(...clip.nodes.map((node) => node.position.y));
  const copies = clip.nodes.map((node) => structuredClone(stored(node)));
  const inner = new Set(clip.nodes.map(({ id }) => id));
  const wires = clip.edges.filter((edge) => inner.has(edge.source) && inner.has(edge.target));
  const renewed = renewIds({ nodes: copies, edges: wires }, taken, true);
  const nodes = renewed.nodes.map((node) => ({
    ...node,
    position: { x: node.position.x - left + at.x, y: node.position.y - top + at.y },
  }));
  const byId = new Map([...existing, ...nodes].map((node) => [node.id, node]));
  const incoming = clip.edges.flatMap((edge): FlowEdge[] => {
    const target = renewed.ids.get(edge.target);
    if (!keepIncoming || !target || inner.has(edge.source) || !byId.has(edge.source)) return [];
    return [rewired(edge, byId, {}, { id: target })];
  });
  return { nodes, edges: [...renewed.edges, ...incoming] };
}

/** The ids of nodes, and of all that groups among them hold. */
export function allIds(nodes: readonly FlowNode[]): Set<string> {
  return new Set(nodes.flatMap((node) => [node.id, ...(isGroup(node) ? allIds(innerGraph(node).nodes) : [])]));
}

/** The groups to open, outermost first, to see a node: empty when it is not in a group, null when there is no such node. */
export function groupsAround(nodes: readonly FlowNode[], id: string): string[] | null {
  if (nodes.some((node) => node.id === id)) return [];
  for (const node of nodes) {
    const further = isGroup(node) ? groupsAround(innerGraph(node).nodes, id) : null;
    if (further) return [node.id, ...further];
  }
  return null;
}

/** An open place: what lies around an open group, and the group in it that is open. */
export interface Level extends Graph {
  groupId: string;
  /** What the group held when it was opened. */
  opened: Graph;
  /** Ids of wires around it that lead nowhere. */
  broken: readonly string[];
}

/** The whole flow, with what is open put back into the groups around it. */
export function foldLevels(outer: readonly Level[], inner: Graph): Graph {
  return outer.reduceRight<Graph>((held, level) => foldLevel(level, held), inner);
}

/** What lies around an open group, with the group as it is now. */
export function foldLevel(level: Level, held: Graph): Graph {
  const isSame = held.nodes === level.opened.nodes && held.edges === level.opened.edges;
  return isSame ? level : withGroupChanged(level, level.groupId, held);
}

/** A wire from outside of the open group. */
export interface OutsideWire {
  edge: FlowEdge;
  source: FlowNode | undefined;
}

/** What is fed from outside of the open group: wires by "node id, space, field". */
export function wiresFromOutside(outer: readonly Level[]): ReadonlyMap<string, OutsideWire[]> {
  let fed = new Map<string, OutsideWire[]>();
  for (const { nodes, edges, groupId } of outer) {
    const next = new Map<string, OutsideWire[]>();
    const group = nodes.find(({ id }) => id === groupId);
    for (const [key, { proxy }] of Object.entries(group?.data.node?.template ?? {})) {
      if (!proxy) continue;
      const wires = edges
        .filter((edge) => edge.target === groupId && targetName(edge) === key)
        .map((edge): OutsideWire => ({ edge, source: nodes.find(({ id }) => id === edge.source) }));
      wires.push(...(fed.get(`${groupId} ${key}`) ?? []));
      if (wires.length) next.set(`${proxy.id} ${proxy.field}`, wires);
    }
    fed = next;
  }
  return fed;
}

/** Outputs that wires outside of the open group use: "node id, space, output". */
export function outputsUsedOutside(outer: readonly Level[]): ReadonlySet<string> {
  const level = outer.at(-1);
  const group = level?.nodes.find(({ id }) => id === level.groupId);
  const used = new Set(level?.edges.filter(({ source }) => source === level.groupId).map(sourceName));
  return new Set(
    (group?.data.node?.outputs ?? []).flatMap(({ name, proxy }) =>
      proxy && used.has(name) ? [`${proxy.id} ${proxy.name}`] : [],
    ),
  );
}

/** The node to run for a group's results: the inner one that its first output shows. */
export function lastInside(group: FlowNode): string | undefined {
  const [first] = group.data.node?.outputs ?? [];
  const inner = innerGraph(group).nodes.find(({ id }) => id === first?.proxy?.id);
  return inner && isGroup(inner) ? lastInside(inner) : inner?.id;
}
