import { ChevronsUpDown } from "lucide-react";
import { asText, type InputProps } from "@/inputs/input_props";
import { OptionList } from "@/inputs/option_list";
import { Popover } from "@/ui/popover";

/** Several of several choices. */
export function MultiselectInput({ id, label, field, onChange, isDisabled }: InputProps) {
  const chosen = (Array.isArray(field.value) ? field.value : field.value ? [field.value] : []).map(asText);
  const toggle = (option: string) =>
    onChange(chosen.includes(option) ? chosen.filter((other) => other !== option) : [...chosen, option]);
  return (
    <Popover
      label={label}
      className="option-popover"
      trigger={
        <button
          type="button"
          id={id}
          className="text-input dropdown"
          disabled={isDisabled}
          aria-label={`${label}: ${chosen.join(", ") || field.placeholder || "Choose"}`}
        >
          <span className={chosen.length ? "" : "is-unset"}>{chosen.join(", ") || field.placeholder || "Choose"}</span>
          <ChevronsUpDown aria-hidden />
        </button>
      }
    >
      <OptionList
        label={label}
        options={(field.options ?? []).map(asText)}
        chosen={chosen}
        allowsOther={field.combobox === true}
        onChoose={toggle}
      />
    </Popover>
  );
}
