import { useEffect, useState } from "react";
import type { InputProps } from "@/inputs/input_props";
import { TextArea } from "@/ui/text_area";

/** A nested value as JSON text; stored as soon as it is valid. */
export function JsonInput({ id, label, field, onChange, place, isDisabled }: InputProps) {
  const [draft, setDraft] = useState(() => written(field.value));
  const problem = problemIn(draft);

  useEffect(() => {
    setDraft((old) => (same(old, field.value) ? old : written(field.value)));
  }, [field.value]);

  return (
    <>
      <TextArea
        id={id}
        aria-label={label}
        aria-invalid={problem ? true : undefined}
        title={problem ?? undefined}
        className={`is-code ${place === "node" ? "input-fixed" : ""}`}
        value={draft}
        disabled={isDisabled}
        onChange={(event) => {
          setDraft(event.target.value);
          if (!problemIn(event.target.value)) onChange(JSON.parse(event.target.value || "{}"));
        }}
      />
      {problem && place === "dock" ? <p className="field-error">{problem}</p> : null}
    </>
  );
}

function written(value: unknown): string {
  if (value === "" || value === undefined || value === null) return "{}";
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}

function problemIn(text: string): string | null {
  try {
    JSON.parse(text || "{}");
    return null;
  } catch (error) {
    return `This is no valid JSON: ${error instanceof Error ? error.message : error}`;
  }
}

function same(text: string, value: unknown): boolean {
  try {
    return JSON.stringify(JSON.parse(text || "{}")) === JSON.stringify(value || {});
  } catch {
    return false;
  }
}
