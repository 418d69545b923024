import { useState } from "react";
import { explain } from "@/api/errors";
import { asText, type InputProps } from "@/inputs/input_props";
import { useInputSources } from "@/inputs/sources";
import { VariableChip, VariablePicker } from "@/inputs/variable_picker";
import { TextInput } from "@/ui/text_input";

/** A key or password. What is typed becomes an encrypted variable at once, so that the flow holds its name alone. */
export function SecretInput({ id, label, field, fieldKey, onChange, place, isDisabled }: InputProps) {
  const { variables, createVariable } = useInputSources();
  const stored = asText(field.value);
  const [draft, setDraft] = useState("");
  const [isKeeping, setKeeping] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  if (field.load_from_db && stored) {
    return <VariableChip label={label} name={stored} onClear={() => onChange("", { load_from_db: false })} />;
  }

  const keep = async (value: string) => {
    if (!value.trim() || isKeeping) return;
    const name = freeName(field.display_name || field.name || fieldKey, new Set(variables.map((each) => each.name)));
    setKeeping(true);
    setProblem(null);
    try {
      await createVariable(name, value, "Credential");
      setDraft("");
      onChange(name, { load_from_db: true });
    } catch (error) {
      setProblem(explain(error).what);
    } finally {
      setKeeping(false);
    }
  };

  return (
    <>
      <div className="input-with-button">
        <TextInput
          id={id}
          type="password"
          aria-label={label}
          aria-invalid={problem ? true : undefined}
          title={problem ?? undefined}
          autoComplete="new-password"
          value={draft || stored}
          placeholder={field.placeholder || "Key, or choose a variable"}
          disabled={isDisabled || isKeeping}
          onChange={(event) => {
            setDraft(event.target.value);
            if (stored) onChange("", { load_from_db: false });
          }}
          onKeyDown={(event) => {
            if (event.key === "Enter") event.currentTarget.blur();
          }}
          onBlur={() => void keep(draft)}
        />
        <VariablePicker
          label={label}
          secret={draft || stored}
          suggestedName={freeName(field.display_name || field.name || fieldKey, new Set())}
          onPick={(name) => onChange(name, { load_from_db: true })}
        />
      </div>
      {problem && place !== "node" ? <p className="field-error">{problem}</p> : null}
      {stored && !draft && place !== "node" ? (
        <p className="field-help">
          Stands in the flow as it is.{" "}
          <button type="button" className="link-button" onClick={() => void keep(stored)}>
            Keep it as a variable
          </button>
        </p>
      ) : null}
    </>
  );
}

/** "OpenAI API Key" gives OPENAI_API_KEY; with a number where that is taken. */
function freeName(words: string, taken: ReadonlySet<string>): string {
  const base =
    words
      .toUpperCase()
      .replaceAll(/[^A-Z0-9]+/g, "_")
      .replaceAll(/^_+|_+$/g, "") || "SECRET";
  let name = base;
  for (let number = 2; taken.has(name); number++) name = `${base}_${number}`;
  return name;
}
