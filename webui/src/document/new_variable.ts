import type { ComponentTemplate, FlowNode } from "@/api/flow_data";
import { fieldsOf, type KeyedField, nodeName, variableField, withPromptText } from "@/document/graph";
import { typesFit } from "@/document/handles";
import { variableNameOf } from "@/inputs/prompt_variables";

/** Where a wire can end: a field that is there, or one that comes with a new variable of a prompt. */
export interface InputPlace extends KeyedField {
  /** The prompt field, and the text that makes `key` a field; absent when the field is there already. */
  prompt?: { key: string; text: string };
}

/** The new variable that a prompt would get for values from `source`, named after it; null for what is no prompt, or no text. */
export function newVariable(
  component: ComponentTemplate | undefined,
  types: readonly string[],
  source: FlowNode,
): InputPlace | null {
  const prompt = fieldsOf(component).find(({ field }) => field.type === "prompt" && !field.advanced);
  if (!component || !prompt) return null;
  const key = variableNameOf(nodeName(source), new Set(Object.keys(component.template)));
  const field = variableField(key);
  if (!typesFit(types, "", field)) return null;
  const before = typeof prompt.field.value === "string" ? prompt.field.value : "";
  const gap = before && !/\s$/.test(before) ? "\n" : "";
  const braces = component.template.use_double_brackets?.value === true ? `{{${key}}}` : `{${key}}`;
  return { key, field, prompt: { key: prompt.key, text: before + gap + braces } };
}

/** The component as it is once the place is there. */
export function withPlace(component: ComponentTemplate, place: InputPlace): ComponentTemplate {
  return place.prompt ? withPromptText(component, place.prompt.key, place.prompt.text).component : component;
}
