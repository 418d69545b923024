import type { ComponentTemplate, FieldTemplate, FlowNode } from "@/api/flow_data";

/** A text field that also takes a Message by wire. */
export function textField(name: string, extra: Partial<FieldTemplate> = {}): FieldTemplate {
  return {
    name,
    display_name: name,
    type: "str",
    _input_type: "MessageTextInput",
    value: "",
    show: true,
    input_types: ["Message"],
    ...extra,
  };
}

/** A component with the given fields and outputs (name → type). */
export function component(
  name: string,
  fields: Record<string, FieldTemplate>,
  outputs: Record<string, string>,
): ComponentTemplate {
  return {
    display_name: name,
    template: { _type: "Component" as never, ...fields },
    outputs: Object.entries(outputs).map(([output, type]) => ({
      name: output,
      display_name: output,
      types: [type],
      selected: type,
      value: "__UNDEFINED__",
    })),
    field_order: Object.keys(fields),
  };
}

/** A node of a component. */
export function node(id: string, part: ComponentTemplate, x = 0, y = 0): FlowNode {
  return { id, type: "genericNode", position: { x, y }, data: { id, type: id.split("-")[0] ?? id, node: part } };
}

/** Says something. */
export const speaker = component("Speaker", { text: textField("text") }, { message: "Message" });

/** Takes a Message, and Data of which it may have several. */
export const listener = component(
  "Listener",
  {
    input_value: textField("input_value"),
    rows: {
      name: "rows",
      type: "other",
      _input_type: "DataInput",
      value: "",
      show: true,
      input_types: ["Data"],
      list: true,
    },
  },
  { done: "Data" },
);
