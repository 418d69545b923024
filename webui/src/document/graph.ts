import type {
  ComponentTemplate,
  FieldTemplate,
  FlowData,
  FlowEdge,
  FlowNode,
  OutputTemplate,
  TargetHandle,
} from "@/api/flow_data";
import {
  decodeHandle,
  encodeHandle,
  isList,
  isTool,
  makeEdge,
  sourceHandleOf,
  sourceName,
  takesWire,
  targetHandleOf,
  targetName,
  typeKey,
} from "@/document/handles";
import { promptParts, promptVariables } from "@/inputs/prompt_variables";

/** Is it a sticky note? */
export function isNote(node: FlowNode): boolean {
  return node.type === "noteNode" || node.data.type === "note";
}

/** Is it a group, a node that holds a flow of its own? */
export function isGroup(node: FlowNode): boolean {
  return Boolean(node.data.node?.flow);
}

/** Is it passed by in a run, each output giving what comes into the first fitting field? */
export function isBypassed(node: FlowNode): boolean {
  return node.data.node?.bypassed === true;
}

/** The values that a node gives instead of being built, by output name; null when nothing is pinned. */
export function pinnedOutputs(node: FlowNode): Readonly<Record<string, unknown>> | null {
  const component = node.data.node;
  return component?.frozen && component.pinned_outputs ? component.pinned_outputs : null;
}

/** The node's name as people see it. */
export function nodeName(node: FlowNode): string {
  const own = node.data.node?.display_name;
  const repeated = node.data.display_name;
  return own || (typeof repeated === "string" && repeated) || typeKey(node);
}

/** A field with its key. */
export interface KeyedField {
  key: string;
  field: FieldTemplate;
}

/** The shown fields of a node in `field_order`, the rest after them; without hidden ones and the source. */
export function fieldsOf(component: ComponentTemplate | undefined): KeyedField[] {
  if (!component?.template) return [];
  const { template } = component;
  const order = component.field_order ?? [];
  const keys = Object.keys(template);
  const rank = new Map(order.map((key, index) => [key, index]));
  const variables = component.custom_fields?.template ?? [];
  for (const [index, key] of variables.entries()) if (!rank.has(key)) rank.set(key, order.length + index);
  return keys
    .filter((key) => !key.startsWith("_") && key !== "code" && isField(template[key]))
    .filter((key) => template[key]?.show !== false)
    .sort((a, b) => (rank.get(a) ?? 999) - (rank.get(b) ?? 999))
    .map((key) => ({ key, field: template[key] as FieldTemplate }));
}

function isField(value: unknown): value is FieldTemplate {
  return typeof value === "object" && value !== null;
}

/** The outputs that the node's face shows: hidden ones are left out; of alternatives (`group_outputs: false`) the chosen one. */
export function outputsOf(node: FlowNode): OutputTemplate[] {
  const all = (node.data.node?.outputs ?? []).filter((output) => !output.hidden);
  const alternatives = all.filter((output) => output.group_outputs === false);
  if (alternatives.length < 2) return all;
  const chosen = alternatives.find((output) => output.name === node.data.selected_output) ?? alternatives[0];
  return all.filter((output) => output.group_outputs !== false || output === chosen);
}

/** Fields into which a wire may be drawn now, wired or not. */
export function wireableFields(node: FlowNode): KeyedField[] {
  const asTool = isTool(node.data.node);
  return fieldsOf(node.data.node).filter(({ field }) => takesWire(field) && !(asTool && field.tool_mode));
}

/** A fresh node id: `<type key>-<5 letters or digits>`, unlike all `taken`. */
export function newId(type: string, taken: ReadonlySet<string>): string {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  for (;;) {
    let tail = "";
    for (let i = 0; i < 5; i++) tail += letters[Math.floor(Math.random() * letters.length)];
    const id = `${type}-${tail}`;
    if (!taken.has(id)) return id;
  }
}

/** A new node of a catalogue entry. */
export function makeNode(
  type: string,
  component: ComponentTemplate,
  position: { x: number; y: number },
  taken: ReadonlySet<string>,
): FlowNode {
  const id = newId(component.flow ? "groupComponent" : type, taken);
  return { id, type: "genericNode", position, data: { id, type, node: structuredClone(component), showNode: true } };
}

/** A new sticky note. */
export function makeNote(position: { x: number; y: number }, taken: ReadonlySet<string>): FlowNode {
  const id = newId("note", taken);
  const node = { description: "", display_name: "", documentation: "", template: {} };
  return { id, type: "noteNode", position, width: 264, height: 160, data: { id, type: "note", node } };
}

/** What opening a flow had to mend. */
export interface OpenReport {
  /** Wires whose handles were rewritten. */
  repaired: number;
  /** Ids of wires that lead to or from something that is not there; kept, drawn as broken. */
  broken: string[];
}

/**
 * Makes stored flow data ready for editing without losing anything: handles are recomputed from the nodes where the
 * connection still makes sense, old handle forms are understood, wires without an end are kept and reported.
 */
export function openData(data: FlowData | null | undefined): {
  nodes: FlowNode[];
  edges: FlowEdge[];
  report: OpenReport;
} {
  const nodes = (data?.nodes ?? []).map(withPosition);
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const report: OpenReport = { repaired: 0, broken: [] };
  const seen = new Set<string>();
  const edges: FlowEdge[] = [];
  for (const edge of data?.edges ?? []) {
    const mended = mendEdge(edge, byId);
    if (!mended) report.broken.push(edge.id);
    else if (
      !saysTheSame(edge.sourceHandle, mended.sourceHandle) ||
      !saysTheSame(edge.targetHandle, mended.targetHandle)
    ) {
      report.repaired++;
    }
    // What needs no mending stays the very object that was stored, so that saving does not take it for new.
    const result = mended && !isCanonical(edge, mended) ? mended : edge;
    if (seen.has(result.id)) continue;
    seen.add(result.id);
    edges.push(result);
  }
  return { nodes, edges, report };
}

function isCanonical(stored: FlowEdge, { id, sourceHandle, targetHandle }: FlowEdge): boolean {
  const { data } = stored;
  return (
    stored.id === id &&
    stored.sourceHandle === sourceHandle &&
    stored.targetHandle === targetHandle &&
    data?.sourceHandle !== undefined &&
    data.targetHandle !== undefined &&
    encodeHandle(data.sourceHandle) === sourceHandle &&
    encodeHandle(data.targetHandle) === targetHandle
  );
}

/** Does a stored handle text mean what the canonical one does? Spaces and key order do not count. */
function saysTheSame(stored: string | null | undefined, canonical: string): boolean {
  if (stored === canonical) return true;
  const handle = decodeHandle(stored);
  return handle !== null && encodeHandle(handle as unknown as TargetHandle) === canonical;
}

function withPosition(node: FlowNode): FlowNode {
  if (Number.isFinite(node.position?.x) && Number.isFinite(node.position?.y)) return node;
  return { ...node, position: { x: 0, y: 0 } };
}

function mendEdge(edge: FlowEdge, byId: ReadonlyMap<string, FlowNode>): FlowEdge | null {
  const source = byId.get(edge.source);
  const target = byId.get(edge.target);
  if (!source || !target) return null;
  const output = findOutput(source, edge);
  if (!output) return null;
  const key = fieldKeyOf(edge);
  const field = target.data.node?.template?.[key];
  if (field) return makeEdge(sourceHandleOf(source, output), targetHandleOf(target, key, field), edge);
  const loop = target.data.node?.outputs?.find((candidate) => candidate.name === key && candidate.allows_loop);
  return loop ? makeEdge(sourceHandleOf(source, output), sourceHandleOf(target, loop), edge) : null;
}

function findOutput(source: FlowNode, edge: FlowEdge): OutputTemplate | undefined {
  const outputs = source.data.node?.outputs ?? [];
  const handle: Record<string, unknown> | null | undefined = edge.data?.sourceHandle ?? decodeHandle(edge.sourceHandle);
  const named = outputs.find((output) => output.name === handle?.name);
  if (named) return named;
  // Old files name base classes instead of an output.
  const classes = Array.isArray(handle?.baseClasses) ? handle.baseClasses : [];
  return outputs.find((output) => output.types?.some((type) => classes.includes(type)));
}

function fieldKeyOf(edge: FlowEdge): string {
  const name = targetName(edge);
  if (name) return name;
  // Very old files: "type;types|field|node".
  return edge.targetHandle?.split("|")[1] ?? "";
}

/** Wires that end at a field, in the order of the flow. */
export function wiresInto(edges: readonly FlowEdge[], nodeId: string, fieldName: string): FlowEdge[] {
  return edges.filter((edge) => edge.target === nodeId && targetName(edge) === fieldName);
}

/** Adds a wire; on a field for one value it takes the place of the old wire. */
export function connect(
  edges: readonly FlowEdge[],
  source: FlowNode,
  output: OutputTemplate,
  target: FlowNode,
  fieldName: string,
): FlowEdge[] {
  const field = target.data.node?.template[fieldName];
  if (!field) return [...edges];
  const edge = makeEdge(sourceHandleOf(source, output), targetHandleOf(target, fieldName, field), {
    animated: false,
    className: "",
  });
  const others = edges.filter(
    (other) => other.id !== edge.id && (isList(field) || other.target !== target.id || targetName(other) !== fieldName),
  );
  return [...others, edge];
}

/** A field of a prompt variable. */
export function variableField(name: string): FieldTemplate {
  return {
    field_type: "str",
    type: "str",
    name,
    display_name: name,
    value: "",
    required: false,
    list: false,
    show: true,
    multiline: true,
    advanced: false,
    input_types: ["Message", "Text"],
    dynamic: false,
    info: "",
    placeholder: "",
    load_from_db: false,
    title_case: false,
    fileTypes: [],
    file_path: "",
  };
}

/** What new prompt text makes of a component. */
export interface PromptEdit {
  component: ComponentTemplate;
  /** Fields of variables that vanished. */
  gone: string[];
  /** A variable that got another name: its field and wires stay. */
  renamed: { from: string; to: string } | null;
}

/**
 * The component with new prompt text in `key`, and a field for each variable. Where one name took the place of
 * another, the variable was renamed. While a name is being retyped and cannot be a name, its variable waits.
 */
export function withPromptText(component: ComponentTemplate, key: string, text: string): PromptEdit {
  const isDouble = component.template.use_double_brackets?.value === true;
  const before = component.custom_fields?.[key] ?? [];
  const used = promptVariables(text, isDouble);
  const came = used.filter((name) => !before.includes(name));
  const left = before.filter((name) => !used.includes(name));
  const [from] = left;
  const [to] = came;
  const isRename = left.length === 1 && came.length === 1 && from !== undefined && to !== undefined;
  const isWaiting = left.length === 1 && came.length === 0 && isRetyping(component, key, text, isDouble);
  const gone = isRename || isWaiting ? [] : left;
  const template = { ...component.template, [key]: { ...component.template[key], value: text } };
  if (isRename && !template[to] && template[from]) template[to] = renamedField(template[from], to);
  for (const name of isRename ? [from] : gone) delete template[name];
  for (const name of used) template[name] ??= variableField(name);
  const custom_fields = { ...component.custom_fields, [key]: isWaiting ? [...used, ...left] : used };
  return { component: { ...component, template, custom_fields }, gone, renamed: isRename ? { from, to } : null };
}

/** Did a variable of the old text become a name that cannot be one, in its place? */
function isRetyping(component: ComponentTemplate, key: string, text: string, isDouble: boolean): boolean {
  const braces = (value: unknown) => promptParts(String(value ?? ""), isDouble).filter(({ kind }) => kind !== "text");
  const parts = braces(text);
  return parts.some(({ kind }) => kind === "invalid") && parts.length === braces(component.template[key]?.value).length;
}

function renamedField(field: FieldTemplate, name: string): FieldTemplate {
  return { ...field, name, display_name: field.display_name === field.name ? name : field.display_name };
}

/** Wires into a renamed field of a node, under its new name. */
export function retieField(edges: readonly FlowEdge[], node: FlowNode, from: string, to: string): readonly FlowEdge[] {
  const field = node.data.node?.template[to];
  if (!field || !edges.some((edge) => edge.target === node.id && targetName(edge) === from)) return edges;
  const handle = targetHandleOf(node, to, field);
  return edges.map((edge) => {
    const source = edge.data?.sourceHandle;
    return edge.target === node.id && targetName(edge) === from && source ? makeEdge(source, handle, edge) : edge;
  });
}

/** What the clipboard holds: JSON text that another window, an issue or a file can carry. */
export interface Clip {
  nodes: FlowNode[];
  edges: FlowEdge[];
}

/** Selected nodes as JSON text, with the wires between them (`inner`) and those into them (for paste that keeps wires). */
export function copyText(nodes: readonly FlowNode[], edges: readonly FlowEdge[], ids: ReadonlySet<string>): string {
  const chosen = nodes.filter((node) => ids.has(node.id)).map(stored);
  const wires = edges.filter((edge) => ids.has(edge.target));
  return JSON.stringify({ nodes: chosen, edges: wires.map(storedEdge) }, null, 2);
}

/** Reads nodes and wires from text: our clipboard, a whole flow file, or bare graph data. Null when it is none of these. */
export function readClip(text: string): Clip | null {
  if (!text.trimStart().startsWith("{")) return null;
  try {
    const value = JSON.parse(text) as Record<string, unknown>;
    const graph = (isGraph(value) ? value : isGraph(value.data) ? value.data : null) as Clip | null;
    return graph?.nodes.every((node) => node?.id && node.data && node.position) ? graph : null;
  } catch {
    return null;
  }
}

function isGraph(value: unknown): boolean {
  const graph = value as Partial<Clip> | null;
  return typeof graph === "object" && graph !== null && Array.isArray(graph.nodes) && Array.isArray(graph.edges);
}

/** Keys that only the editor uses and that a file need not carry. */
export function stored(node: FlowNode): FlowNode {
  const { selected: _selected, dragging: _dragging, measured: _measured, resizing: _resizing, ...rest } = node;
  return rest as FlowNode;
}

function storedEdge(edge: FlowEdge): FlowEdge {
  const { selected: _selected, ...rest } = edge;
  return rest as FlowEdge;
}

/** The ids of nodes before (`back`) or after a node along the wires, itself not included. */
export function reach(edges: readonly FlowEdge[], from: string, direction: "back" | "forward"): Set<string> {
  const found = new Set<string>();
  const open = [from];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const edge of edges) {
      const next =
        direction === "back" ? (edge.target === id ? edge.source : null) : edge.source === id ? edge.target : null;
      if (next === null || found.has(next) || next === from) continue;
      found.add(next);
      open.push(next);
    }
  }
  return found;
}

/** The field of `target` that a wire of `output` from `source` suits best: free before wired, required and shown first. */
export function bestField(
  source: FlowNode,
  output: OutputTemplate,
  target: FlowNode,
  edges: readonly FlowEdge[],
  fits: (field: FieldTemplate) => boolean,
): KeyedField | null {
  if (source.id === target.id || !output) return null;
  const wired = new Set(edges.filter((edge) => edge.target === target.id).map(targetName));
  const candidates = wireableFields(target).filter(({ field }) => fits(field));
  const score = ({ key, field }: KeyedField) =>
    (wired.has(key) && !isList(field) ? 0 : 8) +
    (field.advanced ? 0 : 4) +
    (field.required ? 2 : 0) +
    (key === "input_value" ? 1 : 0);
  return candidates.reduce<KeyedField | null>((best, item) => (!best || score(item) > score(best) ? item : best), null);
}

/** Outputs of a node by the name of the wire that leaves it. */
export function outputNamed(node: FlowNode, name: string): OutputTemplate | undefined {
  return node.data.node?.outputs?.find((output) => output.name === name);
}

/** "Chat Input · Message": where a wire comes from. */
export function sourceWords(edge: FlowEdge, source: FlowNode | undefined): string {
  if (!source) return "a node that is gone";
  const name = sourceName(edge);
  const output = outputNamed(source, name);
  return `${nodeName(source)} · ${output?.display_name ?? name}`;
}
