import type { FieldTemplate } from "@/api/flow_data";

/** The editor that a field gets. */
export type InputKind =
  | "handle"
  | "text"
  | "multiline"
  | "prompt"
  | "number"
  | "bool"
  | "dropdown"
  | "multiselect"
  | "dict"
  | "json"
  | "list"
  | "file"
  | "secret"
  | "slider"
  | "table"
  | "code"
  | "tools"
  | "link";

/** Which editor a field gets: by its `_input_type`, and by `type` and attributes where that is absent. */
export function kindOf(field: FieldTemplate): InputKind {
  const { type = "str", _input_type: input } = field;
  const hasOptions = Array.isArray(field.options) && field.options.length > 0;
  if (type === "prompt") return "prompt";
  if (type === "code") return "code";
  if (type === "table") return "table";
  if (type === "file") return "file";
  if (type === "link") return "link";
  if (type === "slider" || input === "SliderInput") return "slider";
  if (type === "bool") return "bool";
  if (type === "int" || type === "float") return "number";
  if (type === "NestedDict") return "json";
  if (type === "dict") return "dict";
  if (input === "MultiselectInput" || (hasOptions && isListField(field))) return "multiselect";
  if (input === "DropdownInput" || hasOptions || type === "tab" || type === "sortableList" || type === "model")
    return "dropdown";
  if (type === "tools") return "tools";
  if (type === "query") return "multiline";
  if (type !== "str") return "handle";
  if (field.password || input === "SecretStrInput" || input === "MultilineSecretInput") return "secret";
  if (isListField(field)) return "list";
  return field.multiline || input === "MultilineInput" ? "multiline" : "text";
}

/** Does the field hold several values? Tables write `is_list`. */
function isListField(field: FieldTemplate): boolean {
  return field.list === true || field.is_list === true;
}
