import { useEffect, useState } from "react";
import { asText, type InputProps } from "@/inputs/input_props";
import { TextInput } from "@/ui/text_input";

/** A whole or decimal number; empty means unset. What is no number is marked and not stored. */
export function NumberInput({ id, label, field, onChange, isDisabled }: InputProps) {
  const stored = asText(field.value);
  const [draft, setDraft] = useState(stored);
  const isInteger = field.type === "int";
  const isValid = draft.trim() === "" || isNumber(draft, isInteger);

  useEffect(() => {
    setDraft((old) => (old.trim() !== "" && Number(old) === Number(stored) && stored !== "" ? old : stored));
  }, [stored]);

  return (
    <TextInput
      id={id}
      aria-label={label}
      inputMode={isInteger ? "numeric" : "decimal"}
      aria-invalid={isValid ? undefined : true}
      title={isValid ? undefined : `${label} takes a ${isInteger ? "whole " : ""}number.`}
      value={draft}
      placeholder={field.placeholder || "Unset"}
      disabled={isDisabled}
      onChange={(event) => {
        const text = event.target.value;
        setDraft(text);
        if (text.trim() === "") onChange("");
        else if (isNumber(text, isInteger)) onChange(Number(text));
      }}
    />
  );
}

function isNumber(text: string, isInteger: boolean): boolean {
  const value = Number(text);
  return text.trim() !== "" && Number.isFinite(value) && (!isInteger || Number.isInteger(value));
}
