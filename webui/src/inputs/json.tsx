import { useEffect, useState } from "react";
import { Enlarge } from "@/inputs/enlarge";
import type { InputProps } from "@/inputs/input_props";
import { CodeBox } from "@/ui/code_box";
import { TextArea } from "@/ui/text_area";

/** A nested value as JSON text; stored as soon as it is valid. */
export function JsonInput(props: InputProps) {
  const { id, label, field, onChange, place, isDisabled } = props;
  const [draft, setDraft] = useState(() => written(field.value));
  const problem = problemIn(draft);

  useEffect(() => {
    setDraft((old) => (same(old, field.value) ? old : written(field.value)));
  }, [field.value]);

  const change = (text: string) => {
    setDraft(text);
    if (!problemIn(text)) onChange(JSON.parse(text || "{}"));
  };

  if (place === "node") {
    return (
      <div className="input-box input-fixed">
        <TextArea
          id={id}
          aria-label={label}
          aria-invalid={problem ? true : undefined}
          title={problem ?? undefined}
          className="is-code"
          value={draft}
          disabled={isDisabled}
          onChange={(event) => change(event.target.value)}
        />
        <Enlarge {...props} />
      </div>
    );
  }
  return (
    <div className={`input-box ${place === "big" ? "is-filling" : ""}`}>
      <CodeBox
        label={label}
        language="json"
        value={draft}
        onChange={isDisabled ? undefined : change}
        isFilling={place === "big"}
      />
      <Enlarge {...props} />
      {problem ? <p className="field-error">{problem}</p> : null}
    </div>
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
    return `Not stored yet, for it is no valid JSON: ${error instanceof Error ? error.message : error}`;
  }
}

function same(text: string, value: unknown): boolean {
  try {
    return JSON.stringify(JSON.parse(text || "{}")) === JSON.stringify(value || {});
  } catch {
    return false;
  }
}
