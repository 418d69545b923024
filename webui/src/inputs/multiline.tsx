import { useState } from "react";
import { Enlarge } from "@/inputs/enlarge";
import { asText, type InputProps } from "@/inputs/input_props";
import { VariableChip } from "@/inputs/variable_picker";
import { TextArea } from "@/ui/text_area";

/** Several lines of text. On a node the wheel moves the canvas until the box has the focus. */
export function MultilineInput(props: InputProps) {
  const { id, label, field, onChange, place, isDisabled } = props;
  const [hasFocus, setFocus] = useState(false);
  const value = asText(field.value);
  if (field.load_from_db && value) {
    return <VariableChip label={label} name={value} onClear={() => onChange("", { load_from_db: false })} />;
  }
  return (
    <div className={`input-box ${place === "node" ? "input-fixed" : ""} ${place === "big" ? "is-filling" : ""}`}>
      <TextArea
        id={id}
        aria-label={label}
        className={hasFocus ? "nowheel" : ""}
        value={value}
        placeholder={field.placeholder || undefined}
        disabled={isDisabled}
        onFocus={() => setFocus(true)}
        onBlur={() => setFocus(false)}
        onChange={(event) => onChange(event.target.value)}
      />
      <Enlarge {...props} />
    </div>
  );
}
