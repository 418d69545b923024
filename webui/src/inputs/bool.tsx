import type { InputProps } from "@/inputs/input_props";
import { useInputSources } from "@/inputs/sources";
import { Switch } from "@/ui/switch";

/** On or off. */
export function BoolInput({ id, label, nodeId, fieldKey, field, onChange, isDisabled }: InputProps) {
  const { refresh } = useInputSources();
  return (
    <Switch
      id={id}
      label={label}
      isOn={field.value === true || field.value === "true"}
      isDisabled={isDisabled}
      onChange={(isOn) => {
        onChange(isOn);
        if (field.real_time_refresh) void refresh(nodeId, fieldKey, isOn);
      }}
    />
  );
}
