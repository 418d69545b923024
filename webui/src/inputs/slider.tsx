import type { InputProps } from "@/inputs/input_props";

/** A number in a range. */
export function SliderInput({ id, label, field, onChange, isDisabled }: InputProps) {
  const range = field.range_spec ?? field.rangeSpec ?? {};
  const value = Number(field.value ?? range.min ?? 0);
  return (
    <div className="input-slider">
      <input
        id={id}
        type="range"
        aria-label={label}
        min={range.min ?? 0}
        max={range.max ?? 1}
        step={range.step ?? 0.01}
        value={value}
        disabled={isDisabled}
        onChange={(event) => onChange(Number(event.target.value))}
      />
      <output htmlFor={id}>{value}</output>
    </div>
  );
}
