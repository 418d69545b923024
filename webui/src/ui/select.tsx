import type { SelectHTMLAttributes } from "react";
import "./field.css";

export interface SelectProps extends Omit<SelectHTMLAttributes<HTMLSelectElement>, "onChange"> {
  options: readonly (string | { value: string; label: string })[];
  onChange: (value: string) => void;
}

/** The native list of choices under our look. For long or open lists use the dropdown input. */
export function Select({ options, onChange, className = "", ...rest }: SelectProps) {
  return (
    <select className={`text-input select ${className}`} onChange={(event) => onChange(event.target.value)} {...rest}>
      {options.map((option) => {
        const { value, label } = typeof option === "string" ? { value: option, label: option } : option;
        return (
          <option key={value} value={value}>
            {label}
          </option>
        );
      })}
    </select>
  );
}
