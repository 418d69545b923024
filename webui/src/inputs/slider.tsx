import type { InputProps } from "@/inputs/input_props";

/** A number in a range: dragged, or typed. */
export function SliderInput({ id, label, field, onChange, isDisabled }: InputProps) {
  const range = field.range_spec ?? field.rangeSpec ?? {};
  const min = range.min ?? 0;
  const max = range.max ?? 1;
  const step = range.step ?? (range.step_type === "int" ? 1 : 0.01);
  const value = Number(field.value === "" || field.value === null ? min : (field.value ?? min));
  const set = (typed: number) => {
    if (Number.isFinite(typed)) onChange(Math.min(max, Math.max(min, typed)));
  };
  return (
    <div className="input-slider">
      <input
        id={id}
        type="range"
        className="nodrag"
        aria-label={label}
        min={min}
        max={max}
        step={step}
        value={value}
        disabled={isDisabled}
        onChange={(event) => set(Number(event.target.value))}
      />
      <input
        type="number"
        className="input-slider-number"
        aria-label={`${label}, as a number`}
        min={min}
        max={max}
        step={step}
        value={value}
        disabled={isDisabled}
        onChange={(event) => event.target.value !== "" && set(Number(event.target.value))}
      />
    </div>
  );
}
