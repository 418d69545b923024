import { type FormEvent, useState } from "react";
import { explain } from "@/api/errors";
import { Button } from "@/ui/button";
import { ErrorNote } from "@/ui/error_note";
import { Field } from "@/ui/field";
import { Select } from "@/ui/select";
import { TextInput } from "@/ui/text_input";
import { useCreateVariable, useUpdateVariable, type Variable } from "@/variables/variables";

const TYPES = [
  { value: "Credential", label: "Credential (encrypted, hidden)" },
  { value: "Generic", label: "Text" },
];

export interface VariableFormProps {
  /** The variable to change; left out: a new one. */
  variable?: Variable;
  onDone: () => void;
}

/** Makes or changes a variable. An empty value of a credential leaves the kept one. */
export function VariableForm({ variable, onDone }: VariableFormProps) {
  const [name, setName] = useState(variable?.name ?? "");
  const [type, setType] = useState<string>(variable?.type ?? "Credential");
  const [value, setValue] = useState(variable?.value ?? "");
  const create = useCreateVariable();
  const update = useUpdateVariable();
  const error = create.error ?? update.error;
  const isSecret = type === "Credential";
  const isComplete = name.trim() !== "" && (value !== "" || (variable !== undefined && isSecret));

  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (!isComplete) return;
    if (variable)
      update.mutate({ id: variable.id, name: name.trim(), ...(value ? { value } : {}) }, { onSuccess: onDone });
    else create.mutate({ name: name.trim(), type, value }, { onSuccess: onDone });
  };

  return (
    <form
      className="panel-form"
      aria-label={variable ? `Edit ${variable.name}` : "New variable"}
      onSubmit={onSubmit}
      onKeyDown={(event) => {
        if (event.key === "Escape") onDone();
      }}
    >
      <Field label="Name" isRequired>
        {(ids) => (
          <TextInput
            {...ids}
            autoFocus
            placeholder="OPENAI_API_KEY"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <Field label="Kind" help={variable ? "Fixed once it is made" : undefined}>
        {(ids) => <Select {...ids} options={TYPES} value={type} disabled={variable !== undefined} onChange={setType} />}
      </Field>
      <div className="panel-wide">
        <Field
          label="Value"
          isRequired={!variable || !isSecret}
          help={variable && isSecret ? "Leave empty to keep the value" : undefined}
        >
          {(ids) => (
            <TextInput
              {...ids}
              type={isSecret ? "password" : "text"}
              autoComplete="off"
              placeholder={variable && isSecret ? "••••••••" : undefined}
              value={value}
              onChange={(event) => setValue(event.target.value)}
            />
          )}
        </Field>
      </div>
      {error ? (
        <div className="panel-wide">
          <ErrorNote {...explain(error)} />
        </div>
      ) : null}
      <div className="panel-acts">
        <Button kind="primary" type="submit" disabled={!isComplete || create.isPending || update.isPending}>
          {variable ? "Save" : "Create variable"}
        </Button>
        <Button onClick={onDone}>Cancel</Button>
      </div>
    </form>
  );
}
