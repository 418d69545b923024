import { asText, type InputProps } from "@/inputs/input_props";
import { VariableChip, VariablePicker } from "@/inputs/variable_picker";
import { TextInput } from "@/ui/text_input";

/** A key or password: best the name of a variable, else masked text (which is stored in the flow). */
export function SecretInput({ id, label, field, onChange, isDisabled }: InputProps) {
  const value = asText(field.value);
  if (field.load_from_db && value) {
    return <VariableChip label={label} name={value} onClear={() => onChange("", { load_from_db: false })} />;
  }
  return (
    <div className="input-with-button">
      <TextInput
        id={id}
        type="password"
        aria-label={label}
        autoComplete="new-password"
        value={value}
        placeholder={field.placeholder || "Key, or choose a variable"}
        disabled={isDisabled}
        onChange={(event) => onChange(event.target.value, { load_from_db: false })}
      />
      <VariablePicker
        label={label}
        secret={value}
        suggestedName={(field.name ?? "API_KEY").toUpperCase()}
        onPick={(name) => onChange(name, { load_from_db: true })}
      />
    </div>
  );
}
