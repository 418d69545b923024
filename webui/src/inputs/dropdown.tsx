import { ChevronsUpDown, RefreshCw } from "lucide-react";
import { useState } from "react";
import { asText, type InputProps } from "@/inputs/input_props";
import { OptionList } from "@/inputs/option_list";
import { useInputSources } from "@/inputs/sources";
import { IconButton } from "@/ui/icon_button";
import { Popover } from "@/ui/popover";

/** One of several choices, with search; free text where the field allows it. */
export function DropdownInput({ id, label, nodeId, fieldKey, field, onChange, isDisabled }: InputProps) {
  const { refresh } = useInputSources();
  const [isOpen, setOpen] = useState(false);
  const [isAsking, setAsking] = useState(false);
  const value = nameOf(field.value);
  const options = (field.options ?? []).map(nameOf);

  const ask = async (chosen: string) => {
    setAsking(true);
    try {
      await refresh(nodeId, fieldKey, chosen);
    } finally {
      setAsking(false);
    }
  };

  const choose = (chosen: string) => {
    setOpen(false);
    onChange(field.type === "sortableList" || field.type === "model" ? [entryOf(field.options, chosen)] : chosen);
    if (field.real_time_refresh) void ask(chosen);
  };

  return (
    <div className="input-with-button">
      <Popover
        label={label}
        isOpen={isOpen}
        onOpenChange={setOpen}
        className="option-popover"
        trigger={
          <button
            type="button"
            id={id}
            className="text-input dropdown"
            disabled={isDisabled}
            aria-label={`${label}: ${value || field.placeholder || "Choose"}`}
          >
            <span className={value ? "" : "is-unset"}>{value || field.placeholder || "Choose"}</span>
            <ChevronsUpDown aria-hidden />
          </button>
        }
      >
        <OptionList
          label={label}
          options={options}
          chosen={[value]}
          allowsOther={field.combobox === true || options.length === 0}
          onChoose={choose}
        />
      </Popover>
      {field.refresh_button ? (
        <IconButton label={`Look again for ${label}`} disabled={isAsking} onClick={() => void ask(value)}>
          <RefreshCw className={isAsking ? "is-turning" : ""} />
        </IconButton>
      ) : null}
    </div>
  );
}

/** The option of this name as the field declares it, for kinds that store more than the name. */
function entryOf(options: readonly unknown[] | undefined, name: string): unknown {
  const entry = options?.find((option) => typeof option === "object" && nameOf(option) === name);
  return entry ?? { name };
}

/** An option's name: options are texts, or in later files objects with a name. */
function nameOf(option: unknown): string {
  if (Array.isArray(option)) return nameOf(option[0]);
  if (typeof option === "object" && option !== null && "name" in option) return asText(option.name);
  return asText(option);
}
