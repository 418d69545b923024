import { asText, type InputProps } from "@/inputs/input_props";
import { useInputSources } from "@/inputs/sources";
import { VariableChip, VariablePicker } from "@/inputs/variable_picker";
import { TextInput } from "@/ui/text_input";

/** One line of text, or the name of a variable in its place. */
export function TextValueInput({ id, label, nodeId, fieldKey, field, onChange, place, isDisabled }: InputProps) {
  const { refresh } = useInputSources();
  const value = asText(field.value);
  if (field.load_from_db && value) {
    return <VariableChip label={label} name={value} onClear={() => onChange("", { load_from_db: false })} />;
  }
  return (
    <div className="input-with-button">
      <TextInput
        id={id}
        aria-label={label}
        value={value}
        placeholder={field.placeholder || undefined}
        disabled={isDisabled}
        onChange={(event) => onChange(event.target.value)}
        onBlur={() => {
          if (field.real_time_refresh) void refresh(nodeId, fieldKey, value);
        }}
      />
      {place !== "node" ? (
        <VariablePicker label={label} onPick={(name) => onChange(name, { load_from_db: true })} />
      ) : null}
    </div>
  );
}
