/**
 * The flow document as stored: nodes, edges, templates. Unknown keys are kept (index signatures), so that a flow
 * written by another program comes back as it was.
 */

/** One field of a node. */
export interface FieldTemplate {
  name?: string;
  display_name?: string;
  /** Value family: str, int, float, bool, dict, NestedDict, file, prompt, code, table, link, slider, other … */
  type?: string;
  /** Editor kind: MessageTextInput, DropdownInput …; absent in old files and on prompt variables. */
  _input_type?: string;
  value?: unknown;
  required?: boolean;
  show?: boolean;
  advanced?: boolean;
  list?: boolean;
  is_list?: boolean;
  /** Types that a wire into this field may carry. */
  input_types?: string[] | null;
  multiline?: boolean;
  password?: boolean;
  combobox?: boolean;
  options?: unknown[];
  placeholder?: string;
  info?: string;
  load_from_db?: boolean;
  tool_mode?: boolean;
  real_time_refresh?: boolean;
  refresh_button?: boolean;
  range_spec?: RangeSpec;
  rangeSpec?: RangeSpec;
  fileTypes?: string[];
  file_path?: string | string[];
  table_schema?: { columns: TableColumn[] };
  /** Inside a group: the inner field that this one stands for. */
  proxy?: { id: string; field: string };
  [key: string]: unknown;
}

export interface RangeSpec {
  min?: number;
  max?: number;
  step?: number;
  step_type?: "int" | "float";
}

export interface TableColumn {
  name: string;
  display_name?: string;
  type?: string;
  description?: string;
  default?: unknown;
}

/** The fields of a node by key; keys that begin with "_" are not fields. */
export type Template = Record<string, FieldTemplate>;

/** One output of a node. */
export interface OutputTemplate {
  name: string;
  display_name?: string;
  method?: string | null;
  types?: string[];
  /** The type chosen when there are several. */
  selected?: string | null;
  hidden?: boolean | null;
  allows_loop?: boolean;
  group_outputs?: boolean;
  proxy?: { id: string; name: string; nodeDisplayName?: string };
  [key: string]: unknown;
}

/** What a component looks like: an entry of the catalogue, and the copy in every node. */
export interface ComponentTemplate {
  template: Template;
  outputs?: OutputTemplate[];
  display_name?: string;
  description?: string;
  icon?: string;
  documentation?: string;
  base_classes?: string[];
  custom_fields?: Record<string, string[]> | null;
  field_order?: string[];
  frozen?: boolean;
  /** Not built: each output gives what comes into the first wired field that fits it. */
  bypassed?: boolean;
  /** With `frozen`: what the outputs give, by name. Text, an object, or a list of objects. */
  pinned_outputs?: Record<string, unknown>;
  tool_mode?: boolean;
  edited?: boolean;
  beta?: boolean;
  legacy?: boolean;
  /** Only in groups. */
  flow?: { data: FlowData; [key: string]: unknown };
  [key: string]: unknown;
}

export interface FlowNode {
  /** `<type key>-<5 letters>`. */
  id: string;
  type?: "genericNode" | "noteNode" | string;
  position: { x: number; y: number };
  data: {
    id: string;
    /** The type key that selects the implementation; "note" for notes, "GroupNode" for groups. */
    type?: string;
    node?: ComponentTemplate;
    /** false = minimised. */
    showNode?: boolean;
    selected_output?: string;
    [key: string]: unknown;
  };
  width?: number;
  height?: number;
  [key: string]: unknown;
}

/** The end of a wire at an output. */
export interface SourceHandle {
  dataType: string;
  id: string;
  name: string;
  output_types: string[];
  /** Old files, instead of name and output_types. */
  baseClasses?: string[];
  [key: string]: unknown;
}

/** The end of a wire at a field. */
export interface TargetHandle {
  fieldName: string;
  id: string;
  inputTypes: string[] | null;
  type: string;
  proxy?: { field: string; id: string };
  [key: string]: unknown;
}

export interface FlowEdge {
  id: string;
  source: string;
  target: string;
  sourceHandle: string;
  targetHandle: string;
  data?: { sourceHandle: SourceHandle; targetHandle: TargetHandle; [key: string]: unknown };
  [key: string]: unknown;
}

export interface FlowData {
  nodes: FlowNode[];
  edges: FlowEdge[];
  viewport?: { x: number; y: number; zoom: number };
  [key: string]: unknown;
}

/** A flow as the server keeps it. */
export interface Flow {
  id: string;
  name: string;
  description: string | null;
  data: FlowData | null;
  is_component: boolean;
  updated_at: string | null;
  folder_id: string | null;
  endpoint_name: string | null;
  icon?: string | null;
  tags?: string[] | null;
  locked?: boolean;
  [key: string]: unknown;
}
