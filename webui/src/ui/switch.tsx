import "./field.css";

export interface SwitchProps {
  id?: string;
  label?: string;
  isOn: boolean;
  isDisabled?: boolean;
  onChange: (isOn: boolean) => void;
}

/** On or off, at once. Give `label` unless a <label> points at `id`. */
export function Switch({ id, label, isOn, isDisabled, onChange }: SwitchProps) {
  return (
    <input
      id={id}
      type="checkbox"
      role="switch"
      aria-checked={isOn}
      className="switch"
      aria-label={label}
      checked={isOn}
      disabled={isDisabled}
      onChange={(event) => onChange(event.target.checked)}
    />
  );
}
