import type { ComponentTemplate, FieldTemplate, FlowEdge, FlowNode, OutputTemplate } from "@/api/flow_data";
import type { WireStart } from "@/canvas/view";
import type { CatalogueEntry } from "@/catalogue/catalogue";
import type { Fit } from "@/catalogue/search";
import { useDocument } from "@/document/document";
import { addWire, nodeById, wirePromptVariable } from "@/document/edits";
import { bestField, fieldsOf, isNote, nodeName, outputNamed, outputsOf, wireableFields } from "@/document/graph";
import {
  isList,
  outputTypes,
  refusal,
  sourceName,
  takesWire,
  targetName,
  typeKey,
  typesFit,
  typeWords,
} from "@/document/handles";
import { type InputPlace, newVariable } from "@/document/new_variable";
import { familyOf, type TypeFamily } from "@/document/value_types";

/** A connection that may be made: an output into a field, or into a variable that a prompt gets for it. */
export interface Link extends InputPlace {
  source: FlowNode;
  output: OutputTemplate;
  target: FlowNode;
}

/** The family (colour and shape) of what flows through the end of a wire. */
export function familyOfStart(start: WireStart): TypeFamily {
  const node = nodeById(start.nodeId);
  if (!node) return "other";
  if (start.kind === "output") {
    const output = outputNamed(node, start.name);
    return output ? familyOf(outputTypes(output)) : "other";
  }
  return familyOfField(node.data.node?.template[start.name]);
}

/** The family of values that a field takes. */
export function familyOfField(field: FieldTemplate | undefined): TypeFamily {
  return familyOf(field?.input_types?.length ? field.input_types : [field?.type ?? "str"]);
}

/** "Connect Message to…", "Connect to Input (Message)". */
export function startWords(start: WireStart): string {
  const node = nodeById(start.nodeId);
  if (!node) return "Add a component";
  if (start.kind === "output") {
    const output = outputNamed(node, start.name);
    return `Connect ${output?.display_name ?? start.name} of ${nodeName(node)} to…`;
  }
  const field = node.data.node?.template[start.name];
  return `Feed ${field?.display_name ?? start.name} of ${nodeName(node)} (${typeWords(field?.input_types ?? [field?.type ?? "str"])})…`;
}

/** Could a wire from `start` end at this output or field of another node? */
export function canEndAt(start: WireStart, node: FlowNode, kind: "output" | "field", name: string): boolean {
  return start.kind !== kind && linkBetween(start, { nodeId: node.id, kind, name }) !== null;
}

/** The connection between two ends, or null when the rules refuse it. */
export function linkBetween(a: WireStart, b: WireStart): Link | null {
  const ends = orient(a, b);
  if (!ends) return null;
  const source = nodeById(ends.output.nodeId);
  const target = nodeById(ends.field.nodeId);
  const output = source && outputNamed(source, ends.output.name);
  const field = target?.data.node?.template[ends.field.name];
  if (!source || !target || !output || !field) return null;
  return refusal(source, output, target, ends.field.name)
    ? null
    : { source, output, target, key: ends.field.name, field };
}

/** Why two ends cannot be joined, in words; null when they can. */
export function refusalBetween(a: WireStart, b: WireStart): string | null {
  const ends = orient(a, b);
  if (!ends)
    return a.kind === "output"
      ? "Two outputs cannot be joined; end the wire at a field."
      : "Two fields cannot be joined; begin at an output.";
  const source = nodeById(ends.output.nodeId);
  const target = nodeById(ends.field.nodeId);
  const output = source && outputNamed(source, ends.output.name);
  return source && target && output ? refusal(source, output, target, ends.field.name) : null;
}

/** Both ends of a refused connection as they are; null when one is not there. */
export function refusedEnds(a: WireStart, b: WireStart): Link | null {
  const ends = orient(a, b);
  const source = ends && nodeById(ends.output.nodeId);
  const target = ends && nodeById(ends.field.nodeId);
  const output = ends && source && outputNamed(source, ends.output.name);
  const field = ends ? target?.data.node?.template[ends.field.name] : undefined;
  return ends && source && target && source !== target && output && field
    ? { source, output, target, key: ends.field.name, field }
    : null;
}

function orient(a: WireStart, b: WireStart): { output: WireStart; field: WireStart } | null {
  if (a.kind === b.kind) return null;
  return a.kind === "output" ? { output: a, field: b } : { output: b, field: a };
}

/** Makes a connection. */
export function makeLink({ source, output, target, key, prompt }: Link): void {
  if (prompt) wirePromptVariable(target.id, prompt.key, prompt.text, key, { nodeId: source.id, output: output.name });
  else addWire(source, output, target, key);
}

/** All connections that a wire from `start` could make with one node, best first; a prompt's new variable is the last. */
export function linksWith(start: WireStart, node: FlowNode): Link[] {
  if (isNote(node) || node.id === start.nodeId) return [];
  if (start.kind === "output") {
    const source = nodeById(start.nodeId);
    const output = source && outputNamed(source, start.name);
    if (!source || !output) return [];
    const { edges } = useDocument.getState();
    const fits = (field: FieldTemplate) => typesFit(outputTypes(output), typeKey(source), field);
    const best = bestField(source, output, node, edges, fits)?.key;
    const places: InputPlace[] = wireableFields(node)
      .filter(({ key }) => !refusal(source, output, node, key))
      .sort((a, b) => Number(b.key === best) - Number(a.key === best));
    const further = newVariable(node.data.node, outputTypes(output), source);
    return [...places, ...(further ? [further] : [])].map(
      (place): Link => ({ ...place, source, output, target: node }),
    );
  }
  return outputsOf(node).flatMap((output) => {
    const link = linkBetween(start, { nodeId: node.id, kind: "output", name: output.name });
    return link ? [link] : [];
  });
}

/** "Question", "New variable chat_input": a place by its name. */
export function placeWords({ key, field, prompt }: InputPlace): string {
  return prompt ? `New variable ${key}` : (field.display_name ?? key);
}

/** Fields of a node that a dropped wire would reasonably go to: free ones on the face, else all that fit. */
export function dropChoices(start: WireStart, node: FlowNode, edges: readonly FlowEdge[]): Link[] {
  const all = linksWith(start, node);
  const free = all.filter(
    ({ key, field, target }) =>
      isList(field) || !edges.some((edge) => edge.target === target.id && targetName(edge) === key),
  );
  const shown = free.filter(({ field }) => !field.advanced);
  return shown.length ? shown : free.length ? free : all;
}

/** Where a waiting wire would end at a catalogue component. */
export function fitAt(start: WireStart, entry: CatalogueEntry): Fit | null {
  const node = nodeById(start.nodeId);
  if (!node) return null;
  if (start.kind === "output") {
    const output = outputNamed(node, start.name);
    if (!output) return null;
    const best = mainPlace(entry.component, outputTypes(output), node);
    return best && { kind: "field", ...best };
  }
  const field = node.data.node?.template[start.name];
  if (!field) return null;
  const output = (entry.component.outputs ?? []).find(
    (candidate) => !candidate.hidden && typesFit(outputTypes(candidate), entry.type, field),
  );
  return output ? { kind: "output", output } : null;
}

/**
 * Where values of these types should go in a component: the main input, then a required field, then the first, then a
 * new variable of a prompt.
 */
export function mainPlace(component: ComponentTemplate, types: readonly string[], source: FlowNode): InputPlace | null {
  const fitting = fieldsOf(component).filter(
    ({ field }) => !field.advanced && takesWire(field) && typesFit(types, typeKey(source), field),
  );
  return (
    fitting.find(({ key }) => key === "input_value") ??
    fitting.find(({ field }) => field.required) ??
    fitting[0] ??
    newVariable(component, types, source)
  );
}

/** The place and the output by which a component can stand in a wire; null when it cannot. */
export function through(
  type: string,
  component: ComponentTemplate,
  edge: FlowEdge,
): { into: InputPlace; output: string } | null {
  const source = nodeById(edge.source);
  const first = source && outputNamed(source, sourceName(edge));
  const field = nodeById(edge.target)?.data.node?.template[targetName(edge)];
  if (!source || !first || !field) return null;
  const into = mainPlace(component, outputTypes(first), source);
  const output = (component.outputs ?? []).find(
    (candidate) => !candidate.hidden && typesFit(outputTypes(candidate), type, field),
  );
  return into && output ? { into, output: output.name } : null;
}
