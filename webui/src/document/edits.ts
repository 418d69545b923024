import type { ComponentTemplate, FieldTemplate, FlowEdge, FlowNode, OutputTemplate } from "@/api/flow_data";
import { withComponentTaken } from "@/document/component_update";
import { type Content, change, nodeAmong, rootGraph, select, useDocument } from "@/document/document";
import { isUnnamed, nameAfterNodes } from "@/document/flow_name";
import {
  connect,
  isNote,
  makeNode,
  makeNote,
  newId,
  nodeName,
  outputNamed,
  readClip,
  retieField,
  withPromptText,
} from "@/document/graph";
import { allIds, dissolveGroup, type Graph, makeGroup, pasteClip, renewIds, whyNoGroup } from "@/document/groups";
import { refusal, sourceName, targetName } from "@/document/handles";
import { type InputPlace, withPlace } from "@/document/new_variable";

type Point = { x: number; y: number };

/** The open document's node, or undefined. */
export function nodeById(id: string): FlowNode | undefined {
  return nodeAmong(useDocument.getState().nodes, id);
}

function replaceNode(
  nodes: readonly FlowNode[],
  id: string,
  recipe: (node: FlowNode) => FlowNode,
): readonly FlowNode[] {
  const at = nodes.findIndex((node) => node.id === id);
  const node = nodes[at];
  if (!node) return nodes;
  const result = recipe(node);
  return result === node ? nodes : nodes.with(at, result);
}

function withComponent(node: FlowNode, component: ComponentTemplate): FlowNode {
  return { ...node, data: { ...node.data, node: component } };
}

/**
 * Sets a field's value (and other attributes of it: `load_from_db`, `file_path`). Text of a prompt field also makes and
 * removes its variable fields and their wires.
 */
export function setField(nodeId: string, key: string, value: unknown, attributes: Partial<FieldTemplate> = {}): void {
  setFields([nodeId], key, value, attributes);
}

/** Sets the field that several nodes share, as one act. */
export function setFields(
  nodeIds: readonly string[],
  key: string,
  value: unknown,
  attributes: Partial<FieldTemplate> = {},
): void {
  const all = nodeIds.map(nodeById).filter((node) => node?.data.node?.template[key] !== undefined) as FlowNode[];
  const [first] = all;
  if (!first) return;
  const of = all.length === 1 ? nodeName(first) : `${all.length} nodes`;
  change(
    `Change ${first.data.node?.template[key]?.display_name ?? key} of ${of}`,
    (content) =>
      all.reduce<Graph>((graph, node) => withField(graph, node, key, value, attributes), {
        nodes: content.nodes,
        edges: content.edges,
      }),
    `${nodeIds.join(" ")} ${key}`,
  );
}

function withField(
  graph: Graph,
  node: FlowNode,
  key: string,
  value: unknown,
  attributes: Partial<FieldTemplate>,
): Graph {
  const component = node.data.node as ComponentTemplate;
  const field = component.template[key];
  if (field?.type === "prompt" && typeof value === "string") return promptContent(graph, node, key, value);
  const template = { ...component.template, [key]: { ...field, ...attributes, value } };
  const nodes = replaceNode(graph.nodes, node.id, (old) => withComponent(old, { ...component, template }));
  return { nodes, edges: graph.edges };
}

/** The flow after the text of a prompt field changed: variables that went take their wires along, renamed ones keep them. */
function promptContent({ nodes, edges }: Graph, node: FlowNode, key: string, text: string): Graph {
  const { component, gone, renamed } = withPromptText(node.data.node as ComponentTemplate, key, text);
  const next = withComponent(node, component);
  const kept = gone.length
    ? edges.filter((edge) => edge.target !== node.id || !gone.includes(targetName(edge)))
    : edges;
  return {
    nodes: replaceNode(nodes, node.id, () => next),
    edges: renamed ? retieField(kept, next, renamed.from, renamed.to) : kept,
  };
}

/** Sets the text of a prompt field and draws a wire into one of its variables, as one act. */
export function wirePromptVariable(
  nodeId: string,
  key: string,
  text: string,
  variable: string,
  from: { nodeId: string; output: string },
): void {
  const node = nodeById(nodeId);
  const source = nodeById(from.nodeId);
  const output = source && outputNamed(source, from.output);
  if (!node?.data.node || !source || !output) return;
  change(`Connect ${nodeName(source)} to ${nodeName(node)}`, (content) => {
    const { nodes, edges } = promptContent(content, node, key, text);
    const target = nodes.find(({ id }) => id === nodeId);
    return { nodes, edges: target ? connect(edges, source, output, target, variable) : edges };
  });
}

/** Sets attributes of a field that are not its value, for instance `advanced` (off the node's face). */
export function setFieldAttributes(nodeId: string, key: string, attributes: Partial<FieldTemplate>): void {
  const node = nodeById(nodeId);
  const component = node?.data.node;
  const field = component?.template[key];
  if (!node || !component || !field) return;
  const template = { ...component.template, [key]: { ...field, ...attributes } };
  change(`Change ${field.display_name ?? key} of ${nodeName(node)}`, ({ nodes }) => ({
    nodes: replaceNode(nodes, nodeId, (old) => withComponent(old, { ...component, template })),
  }));
}

/** Changes a node's component description as a whole (a refreshed template). Wires into fields that went go too. */
export function setComponent(nodeId: string, component: ComponentTemplate, label: string): void {
  setComponents(new Map([[nodeId, component]]), label);
}

/** Changes the component descriptions of some nodes, by their ids, in one act. */
export function setComponents(all: ReadonlyMap<string, ComponentTemplate>, label: string): void {
  change(label, ({ nodes, edges }) => ({
    nodes: nodes.map((node) => {
      const component = all.get(node.id);
      return component ? withComponent(node, component) : node;
    }),
    edges: edges.filter((edge) => {
      const target = all.get(edge.target);
      const outputs = all.has(edge.source) ? (all.get(edge.source)?.outputs ?? []) : null;
      return (
        (!target || target.template[targetName(edge)] !== undefined) &&
        (!outputs || outputs.some((output) => output.name === edge.data?.sourceHandle?.name))
      );
    }),
  }));
}

/** Makes nodes of the given components in one act, keeping values and wires where they fit. */
export function takeComponents(
  all: readonly { nodeId: string; type: string; component: ComponentTemplate }[],
  label: string,
): void {
  change(label, (content) => {
    let graph: Graph = content;
    for (const { nodeId, type, component } of all) {
      const { nodes, edges } = withComponentTaken(graph, nodeId, type, component);
      graph = { nodes, edges };
    }
    return graph;
  });
}

/** Gives a node another name. */
export function renameNode(nodeId: string, name: string): void {
  const node = nodeById(nodeId);
  const component = node?.data.node;
  if (!node || !component || !name.trim() || name === nodeName(node)) return;
  change(`Rename ${nodeName(node)}`, ({ nodes }) => ({
    nodes: replaceNode(nodes, nodeId, (old) => {
      const data = { ...old.data, node: { ...component, display_name: name.trim() } };
      if ("display_name" in data) data.display_name = name.trim();
      return { ...old, data };
    }),
  }));
}

/** Renames the flow. */
export function renameFlow(name: string): void {
  useDocument.setState({ nameProblem: null });
  if (name.trim()) change("Rename flow", () => ({ name: name.trim() }));
}

/** What `patchNodes` changes of a node: keys of its data (showNode) and of its component (frozen); undefined removes a key. */
export interface NodePatch {
  data?: Partial<FlowNode["data"]>;
  component?: Partial<ComponentTemplate>;
}

/** Changes some nodes in one act. */
export function patchNodes(
  ids: ReadonlySet<string>,
  label: string,
  patchOf: (node: FlowNode) => NodePatch,
  mergeKey: string | null = null,
): void {
  const patched = (node: FlowNode) => {
    if (!ids.has(node.id)) return node;
    const { data, component } = patchOf(node);
    const own = node.data.node && component ? withoutGone({ ...node.data.node, ...component }) : node.data.node;
    return { ...node, data: { ...node.data, ...data, node: own } };
  };
  change(label, ({ nodes }) => ({ nodes: nodes.map(patched) }), mergeKey);
}

/** Shows an output on the node, or hides it. */
export function setOutputHidden(nodeId: string, name: string, hidden: boolean): void {
  const node = nodeById(nodeId);
  if (!node) return;
  const outputs = node.data.node?.outputs?.map((output) => (output.name === name ? { ...output, hidden } : output));
  patchNodes(new Set([nodeId]), `${hidden ? "Hide" : "Show"} an output of ${nodeName(node)}`, () => ({
    component: { outputs },
  }));
}

/** Without the keys that were set to undefined, so that a file does not keep their traces. */
function withoutGone(component: ComponentTemplate): ComponentTemplate {
  return Object.fromEntries(Object.entries(component).filter(([, value]) => value !== undefined)) as ComponentTemplate;
}

/** Moves nodes to new places (canvas units) as one act. */
export function moveNodes(places: ReadonlyMap<string, Point>, mergeKey: string | null = null): void {
  const { nodes: now } = useDocument.getState();
  const isMoved = ({ id, position }: FlowNode) => {
    const place = places.get(id);
    return place !== undefined && (place.x !== position.x || place.y !== position.y);
  };
  if (!now.some(isMoved)) return;
  const label = places.size === 1 ? "Move node" : `Move ${places.size} nodes`;
  change(
    label,
    ({ nodes }) => ({
      nodes: nodes.map((node) => {
        const place = places.get(node.id);
        if (!place || (place.x === node.position.x && place.y === node.position.y)) return node;
        const { positionAbsolute: _absolute, ...rest } = node;
        return { ...rest, position: place };
      }),
    }),
    mergeKey,
  );
}

/** Changes a note's size and place. */
export function resizeNote(nodeId: string, size: { width: number; height: number }, position: Point): void {
  change(
    "Resize note",
    ({ nodes }) => ({
      nodes: replaceNode(nodes, nodeId, ({ style: _style, ...node }) => ({ ...node, ...size, position }) as FlowNode),
    }),
    `size ${nodeId}`,
  );
}

/** Changes a note's text or colour. */
export function setNote(nodeId: string, part: { text?: string; color?: string }): void {
  const component = nodeById(nodeId)?.data.node;
  if (!component) return;
  const template =
    part.color === undefined
      ? component.template
      : ({ ...component.template, backgroundColor: part.color } as unknown as ComponentTemplate["template"]);
  const description = part.text ?? component.description;
  change(
    "Edit note",
    ({ nodes }) => ({
      nodes: replaceNode(nodes, nodeId, (node) => withComponent(node, { ...component, template, description })),
    }),
    `note ${nodeId}`,
  );
}

/** The ids of all nodes of the flow, in groups and around the open one too. */
function takenIds(): ReadonlySet<string> {
  return allIds(rootGraph(useDocument.getState()).nodes);
}

/** Puts the selected nodes into a group. Gives the reason when they cannot be one. */
export function groupSelection(): string | null {
  const { selectedNodes, nodes, edges } = useDocument.getState();
  const reason = whyNoGroup({ nodes, edges }, selectedNodes);
  if (reason) return reason;
  const id = newId("groupComponent", takenIds());
  change(`Group ${selectedNodes.size} nodes`, (content) => makeGroup(content, selectedNodes, id));
  select([id]);
  return null;
}

/** Puts what groups hold in their place; selects what came out. */
export function ungroup(ids: readonly string[]): void {
  const freed: string[] = [];
  change(ids.length === 1 ? "Ungroup" : `Ungroup ${ids.length} groups`, (content) => {
    let graph: Graph = content;
    for (const id of ids) {
      const { freed: came, ...rest } = dissolveGroup(graph, id, takenIds());
      graph = rest;
      freed.push(...came);
    }
    return graph;
  });
  select(freed);
}

/** Adds a component at a place; with `wire` also the wire to or from it. Selects it and gives its id. */
export function addNode(
  type: string,
  component: ComponentTemplate,
  position: Point,
  wire?: (node: FlowNode, content: Content) => readonly FlowEdge[],
): string {
  const taken = takenIds();
  const made = makeNode(type, component, position, taken);
  // A saved group may be in the flow already: what it holds gets ids of its own.
  const [node = made] = renewIds({ nodes: [made], edges: [] }, taken).nodes;
  change(`Add ${nodeName(node)}`, (content) => {
    const added = { nodes: [...content.nodes, node], edges: wire ? wire(node, content) : content.edges };
    return { ...added, ...namedAfter(content.name, added) };
  });
  select([node.id]);
  return node.id;
}

/** A flow that nobody named is named after its nodes. */
function namedAfter(name: string, { nodes, edges }: Graph): Partial<Content> {
  const { givenName: given, outer } = useDocument.getState();
  if (outer.length || (!isUnnamed(name) && name !== given)) return {};
  const givenName = nameAfterNodes(nodes, edges);
  useDocument.setState({ givenName });
  return { name: givenName };
}

/** Adds an empty note and selects it. */
export function addNote(position: Point): string {
  const note = makeNote(position, takenIds());
  change("Add note", ({ nodes }) => ({ nodes: [...nodes, note] }));
  select([note.id]);
  return note.id;
}

/** Draws a wire from an output into a field; with `instead`, that wire goes (its end was dragged here). */
export function addWire(
  source: FlowNode,
  output: OutputTemplate,
  target: FlowNode,
  fieldName: string,
  instead?: string,
): void {
  change(`${instead ? "Reconnect" : "Connect"} ${nodeName(source)} to ${nodeName(target)}`, ({ edges }) => ({
    edges: connect(
      edges.filter(({ id }) => id !== instead),
      source,
      output,
      target,
      fieldName,
    ),
  }));
}

/** Deletes wires. */
export function removeEdges(ids: ReadonlySet<string>): void {
  change(ids.size === 1 ? "Delete wire" : `Delete ${ids.size} wires`, ({ edges }) => ({
    edges: edges.filter((edge) => !ids.has(edge.id)),
  }));
}

/** Deletes the selected nodes with their wires, and the selected wires. */
export function removeSelection(): void {
  const { selectedNodes, selectedEdges, nodes } = useDocument.getState();
  const gone = nodes.filter((node) => selectedNodes.has(node.id));
  if (!gone.length && !selectedEdges.size) return;
  const [first] = gone;
  const label = first
    ? gone.length === 1
      ? `Delete ${isNote(first) ? "note" : nodeName(first)}`
      : `Delete ${gone.length} nodes`
    : "Delete wire";
  change(label, (content) => ({
    nodes: content.nodes.filter((node) => !selectedNodes.has(node.id)),
    edges: content.edges.filter(
      (edge) => !selectedEdges.has(edge.id) && !selectedNodes.has(edge.source) && !selectedNodes.has(edge.target),
    ),
  }));
}

/** Deletes the selected nodes and joins what fed them to what they fed, where the types fit. */
export function removeAndBridge(): void {
  const { selectedNodes } = useDocument.getState();
  if (!selectedNodes.size) return;
  change(
    selectedNodes.size === 1 ? "Delete and bridge" : `Delete and bridge ${selectedNodes.size} nodes`,
    ({ nodes, edges }) => {
      const byId = new Map(nodes.map((node) => [node.id, node]));
      let bridged = edges;
      for (const id of selectedNodes) {
        const into = bridged.filter((edge) => edge.target === id);
        const out = bridged.filter((edge) => edge.source === id);
        bridged = bridged.filter((edge) => edge.source !== id && edge.target !== id);
        for (const after of out) {
          for (const before of into) {
            const source = byId.get(before.source);
            const target = byId.get(after.target);
            const output = source && outputNamed(source, sourceName(before));
            if (!source || !target || !output || refusal(source, output, target, targetName(after))) continue;
            bridged = connect(bridged, source, output, target, targetName(after));
            break;
          }
        }
      }
      return { nodes: nodes.filter((node) => !selectedNodes.has(node.id)), edges: bridged };
    },
  );
}

/** Moves a node onto a wire: the wire now goes through its place `into` and output `outName`. */
export function dropIntoWire(nodeId: string, at: Point, edge: FlowEdge, into: InputPlace, outName: string): void {
  const node = nodeById(nodeId);
  const source = nodeById(edge.source);
  const target = nodeById(edge.target);
  const first = source && outputNamed(source, sourceName(edge));
  const second = node && outputNamed(node, outName);
  if (!node || !source || !target || !first || !second) return;
  const moved = { ...withComponent(node, withPlace(node.data.node as ComponentTemplate, into)), position: at };
  change(`Put ${nodeName(node)} into a wire`, ({ nodes, edges }) => {
    const without = edges.filter((other) => other.id !== edge.id);
    return {
      nodes: replaceNode(nodes, nodeId, () => moved),
      edges: connect(connect(without, source, first, moved, into.key), moved, second, target, targetName(edge)),
    };
  });
}

/** Pastes JSON text of nodes with its upper left corner at a place; selects what came. False when the text is no graph. */
export function pasteText(text: string, at: Point, keepIncoming = false): boolean {
  const clip = readClip(text);
  if (!clip || clip.nodes.length === 0) return false;
  const pasted = pasteClip(clip, useDocument.getState().nodes, takenIds(), at, keepIncoming);
  change(pasted.nodes.length === 1 ? "Paste node" : `Paste ${pasted.nodes.length} nodes`, ({ nodes, edges }) => ({
    nodes: [...nodes, ...pasted.nodes],
    edges: [...edges, ...pasted.edges],
  }));
  select(pasted.nodes.map(({ id }) => id));
  return true;
}
