import { type ClipboardEvent, type KeyboardEvent, useRef } from "react";
import { asText, type InputProps } from "@/inputs/input_props";
import { Rows } from "@/inputs/rows";
import { TextInput } from "@/ui/text_input";

/** Several texts; Enter begins another, pasted lines become one each. On a node, where there is one line, commas part them. */
export function ListInput({ id, label, field, onChange, place, isDisabled }: InputProps) {
  const box = useRef<HTMLDivElement>(null);
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

  const focus = (index: number) =>
    // The rows are drawn first.
    requestAnimationFrame(() => box.current?.querySelectorAll("input")[index]?.focus());

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>, index: number) => {
    if (event.key === "Enter" && !event.nativeEvent.isComposing) {
      event.preventDefault();
      onChange(values.toSpliced(index + 1, 0, ""));
      focus(index + 1);
    } else if (event.key === "Backspace" && values[index] === "" && values.length > 1) {
      event.preventDefault();
      onChange(values.toSpliced(index, 1));
      focus(Math.max(0, index - 1));
    }
  };

  const onPaste = (event: ClipboardEvent<HTMLInputElement>, index: number) => {
    const lines = event.clipboardData
      .getData("text")
      .split(/\r?\n/)
      .filter((line) => line.trim());
    if (lines.length < 2) return;
    event.preventDefault();
    onChange(values.toSpliced(index, values[index] === "" ? 1 : 0, ...lines));
    focus(index + lines.length - 1);
  };

  return (
    <div ref={box}>
      <Rows
        label={label}
        isDisabled={isDisabled}
        onAdd={() => {
          onChange([...values, ""]);
          focus(values.length);
        }}
        onRemove={(index) => onChange(values.toSpliced(index, 1))}
        rows={values.map((value, index) => (
          <TextInput
            key="value"
            aria-label={`${label} ${index + 1}`}
            value={value}
            disabled={isDisabled}
            onChange={(event) => onChange(values.with(index, event.target.value))}
            onKeyDown={(event) => onKeyDown(event, index)}
            onPaste={(event) => onPaste(event, index)}
          />
        ))}
      />
    </div>
  );
}
