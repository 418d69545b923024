import { asText, type InputProps } from "@/inputs/input_props";
import { Rows } from "@/inputs/rows";
import { TextInput } from "@/ui/text_input";

/** Several texts. On a node, where there is one line, they are separated by commas. */
export function ListInput({ id, label, field, onChange, place, isDisabled }: InputProps) {
  const values = (Array.isArray(field.value) ? field.value : field.value ? [field.value] : []).map(asText);
  if (place === "node") {
    return (
      <TextInput
        id={id}
        aria-label={label}
        value={values.join(", ")}
        placeholder={field.placeholder || "One, two, three"}
        disabled={isDisabled}
        onChange={(event) => onChange(event.target.value === "" ? [] : event.target.value.split(/,\s?/))}
      />
    );
  }
  return (
    <Rows
      label={label}
      isDisabled={isDisabled}
      onAdd={() => onChange([...values, ""])}
      onRemove={(index) => onChange(values.toSpliced(index, 1))}
      rows={values.map((value, index) => (
        <TextInput
          key="value"
          aria-label={`${label} ${index + 1}`}
          value={value}
          disabled={isDisabled}
          onChange={(event) => onChange(values.with(index, event.target.value))}
        />
      ))}
    />
  );
}
