import type { ComponentType } from "react";
import { BoolInput } from "@/inputs/bool";
import { CodeInput } from "@/inputs/code";
import { DictInput } from "@/inputs/dict";
import { DropdownInput } from "@/inputs/dropdown";
import { FileInput } from "@/inputs/file";
import type { InputProps } from "@/inputs/input_props";
import { JsonInput } from "@/inputs/json";
import { type InputKind, kindOf } from "@/inputs/kind";
import { LinkInput } from "@/inputs/link";
import { ListInput } from "@/inputs/list";
import { MultilineInput } from "@/inputs/multiline";
import { MultiselectInput } from "@/inputs/multiselect";
import { NumberInput } from "@/inputs/number";
import { PromptInput } from "@/inputs/prompt";
import { SecretInput } from "@/inputs/secret";
import { SliderInput } from "@/inputs/slider";
import { TableInput } from "@/inputs/table";
import { TextValueInput } from "@/inputs/text";
import { ToolsInput } from "@/inputs/tools";
import "./inputs.css";

const EDITORS: Record<Exclude<InputKind, "handle">, ComponentType<InputProps>> = {
  text: TextValueInput,
  multiline: MultilineInput,
  prompt: PromptInput,
  number: NumberInput,
  bool: BoolInput,
  dropdown: DropdownInput,
  multiselect: MultiselectInput,
  dict: DictInput,
  json: JsonInput,
  list: ListInput,
  file: FileInput,
  secret: SecretInput,
  slider: SliderInput,
  table: TableInput,
  code: CodeInput,
  tools: ToolsInput,
  link: LinkInput,
};

/** The editor of a field, by its kind. Fields that only take wires have none. */
export function Input(props: InputProps) {
  const kind = kindOf(props.field);
  if (kind === "handle") return null;
  const Editor = EDITORS[kind];
  return <Editor {...props} />;
}
