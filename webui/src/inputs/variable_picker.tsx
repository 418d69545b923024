import { Globe, X } from "lucide-react";
import { type FormEvent, useState } from "react";
import { explain } from "@/api/errors";
import { OptionList } from "@/inputs/option_list";
import { useInputSources } from "@/inputs/sources";
import { Button } from "@/ui/button";
import { IconButton } from "@/ui/icon_button";
import { Popover } from "@/ui/popover";
import { TextInput } from "@/ui/text_input";

/** A variable's name in place of a value. Marked when no such variable is known. */
export function VariableChip({ label, name, onClear }: { label: string; name: string; onClear: () => void }) {
  const { variables } = useInputSources();
  const isKnown = variables.some((variable) => variable.name === name);
  return (
    <div className="input-with-button">
      <span
        className={`text-input variable-chip ${isKnown ? "" : "is-unknown"}`}
        title={
          isKnown
            ? `Variable ${name}`
            : `There is no variable ${name} yet; an environment variable of that name is used if there is one.`
        }
      >
        <Globe aria-hidden />
        {name}
      </span>
      <IconButton label={`${label}: use a value instead of the variable`} onClick={onClear}>
        <X />
      </IconButton>
    </div>
  );
}

export interface VariablePickerProps {
  label: string;
  /** What was typed into a secret field; becomes the value of a new variable. */
  secret?: string;
  suggestedName?: string;
  onPick: (name: string) => void;
}

/** The globe: choose a variable, or make one in place. */
export function VariablePicker({ label, secret, suggestedName = "", onPick }: VariablePickerProps) {
  const { variables, createVariable } = useInputSources();
  const [isOpen, setOpen] = useState(false);
  const [name, setName] = useState(suggestedName);
  const [value, setValue] = useState("");
  const [problem, setProblem] = useState<string | null>(null);

  const pick = (chosen: string) => {
    setOpen(false);
    onPick(chosen);
  };

  const create = async (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    try {
      await createVariable(name.trim(), value || secret || "", secret === undefined ? "Generic" : "Credential");
      pick(name.trim());
    } catch (error) {
      setProblem(explain(error).what);
    }
  };

  return (
    <Popover
      label={`Variable for ${label}`}
      isOpen={isOpen}
      onOpenChange={setOpen}
      align="end"
      className="option-popover"
      trigger={
        <button type="button" className="icon-button" aria-label={`${label}: use a variable`} title="Use a variable">
          <Globe />
        </button>
      }
    >
      <OptionList label="variables" options={variables.map((variable) => variable.name)} chosen={[]} onChoose={pick} />
      <form className="variable-new" onSubmit={create}>
        <TextInput
          aria-label="Name of the new variable"
          placeholder="New variable"
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <TextInput
          aria-label="Value of the new variable"
          type={secret === undefined ? "text" : "password"}
          placeholder={secret ? "Value: as typed" : "Value"}
          value={value}
          onChange={(event) => setValue(event.target.value)}
        />
        {problem ? <p className="field-error">{problem}</p> : null}
        <Button type="submit" kind="outline" disabled={!name.trim() || !(value || secret)}>
          Create and use
        </Button>
      </form>
    </Popover>
  );
}
