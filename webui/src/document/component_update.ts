import type { ComponentTemplate, FieldTemplate, FlowEdge, FlowNode, OutputTemplate, Template } from "@/api/flow_data";
import { bestField, nodeName, outputNamed, outputsOf, withPromptText } from "@/document/graph";
import type { Graph } from "@/document/groups";
import {
  isList,
  isTool,
  makeEdge,
  outputTypes,
  refusal,
  sourceHandleOf,
  sourceName,
  targetHandleOf,
  targetName,
  typeKey,
  typesFit,
} from "@/document/handles";
import { markOf } from "@/document/mark";

/** One thing in which two forms of a component differ. */
export interface ComponentChange {
  part: "field" | "output" | "code" | "node" | "wire";
  kind: "added" | "removed" | "changed";
  /** The key of the field or the name of the output. */
  key: string;
  label: string;
  /** "takes Message, not Data": in what it differs, when it is neither new nor gone. */
  detail: string;
}

/** A graph in which one node took on a component, and what that means for it. */
export interface Taken extends Graph {
  changes: readonly ComponentChange[];
  /** Wires that now end elsewhere, in words. */
  moved: readonly string[];
  /** Values and wires that have no place any more, in words. */
  lost: readonly string[];
  /** How many wires of the node stay. */
  keptWires: number;
}

/** What of fields and outputs, and of the source, differs between a component and a later form of it. */
export function changesBetween(before: ComponentTemplate, after: ComponentTemplate): ComponentChange[] {
  const variables = variablesOf(before);
  const changes: ComponentChange[] = [];
  for (const [key, field] of fieldEntries(after.template)) {
    const old = before.template[key];
    if (!isField(old)) {
      if (field.show !== false) changes.push(change("field", "added", key, labelOf(field, key)));
    } else {
      const detail = fieldDetail(old, field);
      if (detail) changes.push(change("field", "changed", key, labelOf(field, key), detail));
    }
  }
  for (const [key, field] of fieldEntries(before.template)) {
    if (field.show !== false && !isField(after.template[key]) && !variables.has(key))
      changes.push(change("field", "removed", key, labelOf(field, key)));
  }
  changes.push(...outputChanges(before.outputs ?? [], after.outputs ?? []));
  if (before.flow && after.flow) changes.push(...innerChanges(before, after));
  const code = codeOf(before);
  if (code && code !== codeOf(after))
    changes.push(change("code", codeOf(after) ? "changed" : "removed", "code", "Code"));
  return changes;
}

/** What differs inside of two forms of a group, and in the values that it gives to what is inside. */
function innerChanges(before: ComponentTemplate, after: ComponentTemplate): ComponentChange[] {
  const changes: ComponentChange[] = [];
  const old = new Map((before.flow?.data.nodes ?? []).map((node) => [node.id, node]));
  const now = new Map((after.flow?.data.nodes ?? []).map((node) => [node.id, node]));
  for (const [id, node] of now) {
    const was = old.get(id);
    if (!was) changes.push(change("node", "added", id, nodeName(node)));
    else if (was.data.node && node.data.node) {
      const inside = changesBetween(was.data.node, node.data.node).filter(({ part }) => part !== "code");
      if (inside.length) changes.push(change("node", "changed", id, nodeName(node), inside.map(wordsOf).join("; ")));
    }
  }
  for (const [id, node] of old) if (!now.has(id)) changes.push(change("node", "removed", id, nodeName(node)));
  const ends = ({ flow }: ComponentTemplate) =>
    new Set(
      (flow?.data.edges ?? []).map((edge) => [edge.source, sourceName(edge), edge.target, targetName(edge)].join(" ")),
    );
  const [wiresBefore, wiresNow] = [ends(before), ends(after)];
  const came = [...wiresNow].filter((wire) => !wiresBefore.has(wire)).length;
  const went = [...wiresBefore].filter((wire) => !wiresNow.has(wire)).length;
  if (came || went) changes.push(change("wire", "changed", "wires", "Wires inside", `${came} new, ${went} gone`));
  for (const [key, field] of fieldEntries(after.template)) {
    const was = before.template[key];
    if (!isField(was) || field.password || JSON.stringify(was.value) === JSON.stringify(field.value)) continue;
    const words = `“${shortened(was.value ?? "")}” becomes “${shortened(field.value ?? "")}”`;
    changes.push(change("field", "changed", key, labelOf(field, key), words));
  }
  return changes;
}

/** "Question is new": one change in the words of a list. */
function wordsOf({ kind, label, detail }: ComponentChange): string {
  return kind === "changed" ? `${label} ${detail}` : `${label} is ${kind === "added" ? "new" : "gone"}`;
}

function change(
  part: ComponentChange["part"],
  kind: ComponentChange["kind"],
  key: string,
  label: string,
  detail = "",
): ComponentChange {
  return { part, kind, key, label, detail };
}

function fieldEntries(template: Template): [string, FieldTemplate][] {
  return Object.entries(template).filter(([key, field]) => !key.startsWith("_") && key !== "code" && isField(field));
}

function isField(value: unknown): value is FieldTemplate {
  return typeof value === "object" && value !== null;
}

function labelOf(field: FieldTemplate, key: string): string {
  return field.display_name || key;
}

/** The source that a component carries; ours carry none. */
export function codeOf(component: ComponentTemplate): string {
  const code = component.template.code?.value;
  return typeof code === "string" ? code.trim() : "";
}

/** The fields that the text of a prompt made. */
function variablesOf(component: ComponentTemplate): Set<string> {
  return new Set(Object.values(component.custom_fields ?? {}).flat());
}

function fieldDetail(before: FieldTemplate, after: FieldTemplate): string {
  const details: string[] = [];
  if ((before.type ?? "str") !== (after.type ?? "str"))
    details.push(`holds ${after.type ?? "str"}, not ${before.type ?? "str"}`);
  if (isList(before) !== isList(after)) details.push(isList(after) ? "takes several values" : "takes one value");
  const old = (before.input_types ?? []).toSorted();
  const now = (after.input_types ?? []).toSorted();
  if (old.join() !== now.join())
    details.push(
      now.length === 0
        ? "takes no wire"
        : old.length === 0
          ? `takes ${now.join(", ")} by wire`
          : `takes ${now.join(", ")}, not ${old.join(", ")}`,
    );
  return details.join("; ");
}

function outputChanges(before: readonly OutputTemplate[], after: readonly OutputTemplate[]): ComponentChange[] {
  const label = (output: OutputTemplate) => output.display_name ?? output.name;
  const added = after.flatMap((output) => {
    const old = before.find(({ name }) => name === output.name);
    if (!old) return [change("output", "added", output.name, label(output))];
    const was = (old.types ?? []).toSorted().join(", ");
    const is = (output.types ?? []).toSorted().join(", ");
    return was === is ? [] : [change("output", "changed", output.name, label(output), `gives ${is}, not ${was}`)];
  });
  const removed = before.filter(({ name }) => !after.some((output) => output.name === name));
  return [...added, ...removed.map((output) => change("output", "removed", output.name, label(output)))];
}

/** Whether a node's stored component differs from the catalogue's in fields or outputs, per catalogue entry. */
const outdated = new WeakMap<ComponentTemplate, WeakMap<ComponentTemplate, boolean>>();

/**
 * Is a node's component an older form of the catalogue's? Source that comes along does not count by itself: ours runs
 * in its place. Nor do fields that follow from what is chosen in another one. Components whose source a person edited,
 * and those of later versions (which name a hash of it), are what they are meant to be.
 */
export function isOutdated(component: ComponentTemplate, fresh: ComponentTemplate): boolean {
  const known = outdated.get(fresh) ?? new WeakMap<ComponentTemplate, boolean>();
  outdated.set(fresh, known);
  const answer = known.get(component) ?? hasOtherForm(component, fresh);
  known.set(component, answer);
  return answer;
}

function hasOtherForm(component: ComponentTemplate, fresh: ComponentTemplate): boolean {
  const { code_hash } = (component.metadata ?? {}) as { code_hash?: unknown };
  if (component.edited || component.flow || code_hash) return false;
  const follows = choosingFields(fresh).some(
    (key) => component.template[key] && component.template[key]?.value !== fresh.template[key]?.value,
  );
  const after = isTool(component) ? { ...fresh, outputs: component.outputs } : fresh;
  return changesBetween(component, after).some(
    ({ part, kind }) => part !== "code" && !(follows && (kind !== "changed" || part === "output")),
  );
}

/** Keys of fields on whose value other fields depend; the server knows how. */
export function choosingFields(component: ComponentTemplate): string[] {
  return fieldEntries(component.template).flatMap(([key, field]) => (field.real_time_refresh ? [key] : []));
}

/** The component `fresh` with the values, and what else a person chose, of the one that stood there before. */
export function withValuesOf(before: ComponentTemplate, fresh: ComponentTemplate): ComponentTemplate {
  const template: Template = {};
  for (const [key, field] of Object.entries(fresh.template)) {
    const old = before.template[key];
    const isKept = isField(field) && isField(old) && key !== "code" && isOwnValue(before, key);
    template[key] = isKept ? withValueOf(old, field) : field;
  }
  const { frozen, bypassed, pinned_outputs } = before;
  const asTool = isTool(before);
  let component: ComponentTemplate = {
    ...structuredClone({ ...fresh, template }),
    ...(frozen === undefined ? {} : { frozen }),
    ...(bypassed === undefined ? {} : { bypassed }),
    ...(pinned_outputs === undefined ? {} : { pinned_outputs }),
    ...(asTool ? { outputs: before.outputs, tool_mode: true } : {}),
    edited: false,
  };
  for (const [key, field] of fieldEntries(fresh.template)) {
    if (field.type !== "prompt") continue;
    component = withPromptText(component, key, String(component.template[key]?.value ?? "")).component;
    for (const name of component.custom_fields?.[key] ?? []) {
      const old = before.template[name];
      if (isField(old) && component.template[name])
        component.template[name] = withValueOf(old, component.template[name]);
    }
  }
  return component;
}

/** Was a value set here? In a group from a saved component those are not which still are as they came. */
function isOwnValue(component: ComponentTemplate, key: string): boolean {
  const origin = component.saved_component as { values?: Record<string, string> } | undefined;
  const came = origin?.values?.[key];
  return came === undefined || came !== markOf(component.template[key]?.value);
}

function withValueOf(old: FieldTemplate, field: FieldTemplate): FieldTemplate {
  if (!takesValueOf(old, field)) return field;
  const kept: Partial<FieldTemplate> = {};
  for (const key of ["load_from_db", "file_path", "advanced"] as const)
    if (old[key] !== undefined) Object.assign(kept, { [key]: old[key] });
  if (old.value !== undefined) kept.value = isList(field) && !Array.isArray(old.value) ? [old.value] : old.value;
  return { ...field, ...kept };
}

function takesValueOf(old: FieldTemplate, field: FieldTemplate): boolean {
  if (!hasValue(old)) return true;
  const sameKind = (old.type ?? "str") === (field.type ?? "str");
  return sameKind && (isList(field) || !Array.isArray(old.value) || isList(old) === isList(field));
}

function hasValue({ value, file_path }: FieldTemplate): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return Boolean(file_path?.length) || (value !== undefined && value !== null && value !== "" && value !== false);
}

/**
 * The graph with a node of type `type` made of the component `fresh`: the fields that both have keep their values, the
 * wires go where they fit. The node keeps its name, place and id.
 */
export function withComponentTaken(
  { nodes, edges }: Graph,
  nodeId: string,
  type: string,
  fresh: ComponentTemplate,
): Taken {
  const at = nodes.findIndex(({ id }) => id === nodeId);
  const old = nodes[at];
  const before = old?.data.node;
  if (!old || !before) return { nodes, edges, changes: [], moved: [], lost: [], keptWires: 0 };
  const after = withValuesOf(before, fresh);
  const isSameType = typeKey(old) === type;
  after.display_name = isSameType || nodeName(old) !== typeKey(old) ? nodeName(old) : fresh.display_name;
  const node: FlowNode = { ...old, data: { ...old.data, type, node: after } };
  const byId = new Map(nodes.map((each) => [each.id, each.id === nodeId ? node : each]));
  const wires = retied(edges, old, node, byId);
  return {
    nodes: nodes.with(at, node),
    edges: wires.edges,
    changes: changesBetween(before, after),
    moved: wires.moved,
    lost: [...lostValues(before, after), ...wires.lost],
    keptWires: wires.kept,
  };
}

/** "the value of Url, “https://…”": values that have no place in the new form. */
function lostValues(before: ComponentTemplate, after: ComponentTemplate): string[] {
  return fieldEntries(before.template).flatMap(([key, field]) => {
    const next = after.template[key];
    if (
      !hasValue(field) ||
      field.show === false ||
      !isOwnValue(before, key) ||
      (isField(next) && takesValueOf(field, next))
    )
      return [];
    const value = shortened(field.file_path?.length ? field.file_path : field.value);
    return [`the value of ${labelOf(field, key)}${field.password ? "" : `, “${value}”`}`];
  });
}

function shortened(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

interface Retied {
  edges: FlowEdge[];
  moved: string[];
  lost: string[];
  kept: number;
}

/** The wires after `old` became `node`: by name where that fits, else to another place that fits, else gone. */
function retied(
  edges: readonly FlowEdge[],
  old: FlowNode,
  node: FlowNode,
  byId: ReadonlyMap<string, FlowNode>,
): Retied {
  const result: Retied = { edges: [], moved: [], lost: [], kept: 0 };
  const isOwn = ({ source, target }: FlowEdge) => source === node.id || target === node.id;
  // Wires that keep their field come first, so that none takes the place of another.
  const others = edges.filter((edge) => isOwn(edge) && !keepsEnds(edge, node, byId));
  const homeless = new Set(others);
  result.edges = edges.flatMap((edge) => {
    if (homeless.has(edge)) return [];
    if (!isOwn(edge)) return [edge];
    result.kept++;
    return [tied(edge, byId, sourceName(edge), targetName(edge)) ?? edge];
  });
  for (const edge of others) {
    const place = elsewhere(edge, old, node, byId, result.edges);
    const other = byId.get(edge.source === node.id ? edge.target : edge.source);
    const otherName = other ? nodeName(other) : "a node that is gone";
    const words =
      edge.source === node.id
        ? `the wire from ${outputNamed(old, sourceName(edge))?.display_name ?? sourceName(edge)} to ${otherName}`
        : `the wire from ${otherName} into ${labelOf(old.data.node?.template[targetName(edge)] ?? {}, targetName(edge))}`;
    if (!place) result.lost.push(words);
    else {
      result.edges.push(place.edge);
      result.moved.push(`${words} ${edge.source === node.id ? "leaves from" : "goes into"} ${place.label} now`);
    }
  }
  return result;
}

function keepsEnds(edge: FlowEdge, node: FlowNode, byId: ReadonlyMap<string, FlowNode>): boolean {
  const source = byId.get(edge.source);
  const target = byId.get(edge.target);
  // A wire that leads nowhere is kept as it is.
  if (!source || !target) return true;
  const output = outputNamed(source, sourceName(edge));
  if (!output) return edge.source !== node.id;
  return refusal(source, output, target, targetName(edge)) === null;
}

function tied(
  edge: FlowEdge,
  byId: ReadonlyMap<string, FlowNode>,
  outputName: string,
  fieldName: string,
): FlowEdge | null {
  const source = byId.get(edge.source);
  const target = byId.get(edge.target);
  const output = source && outputNamed(source, outputName);
  const field = target?.data.node?.template[fieldName];
  if (!source || !target || !output || !field) return null;
  return makeEdge(sourceHandleOf(source, output), targetHandleOf(target, fieldName, field), edge);
}

/** Another output, or a field that `old` did not have and that is free, that the wire fits. */
function elsewhere(
  edge: FlowEdge,
  old: FlowNode,
  node: FlowNode,
  byId: ReadonlyMap<string, FlowNode>,
  edges: readonly FlowEdge[],
): { edge: FlowEdge; label: string } | null {
  if (edge.source === node.id) {
    const field = byId.get(edge.target)?.data.node?.template[targetName(edge)];
    const output = field && outputsOf(node).find((each) => typesFit(outputTypes(each), typeKey(node), field));
    const made = output && tied(edge, byId, output.name, targetName(edge));
    return made ? { edge: made, label: output.display_name ?? output.name } : null;
  }
  const source = byId.get(edge.source);
  const output = source && outputNamed(source, sourceName(edge));
  if (!source || !output) return null;
  const known = new Set(Object.keys(old.data.node?.template ?? {}));
  const fits = (field: FieldTemplate) =>
    !known.has(field.name ?? "") && typesFit(outputTypes(output), typeKey(source), field);
  const best = bestField(source, output, node, edges, fits);
  const isFree =
    best && (isList(best.field) || !edges.some((each) => each.target === node.id && targetName(each) === best.key));
  const made = best && isFree ? tied(edge, byId, sourceName(edge), best.key) : null;
  return made && best ? { edge: made, label: labelOf(best.field, best.key) } : null;
}
