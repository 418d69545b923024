import { type ReactNode, useId } from "react";
import "./field.css";

export interface FieldProps {
  label: string;
  /** Small help under the control. */
  help?: string;
  error?: string;
  isRequired?: boolean;
  /** Gets the id and description id that tie the control to its label and help. */
  children: (ids: { id: string; "aria-describedby"?: string; "aria-invalid"?: boolean }) => ReactNode;
}

/** A label, a control and its help or error, tied together for assistive technology. */
export function Field({ label, help, error, isRequired, children }: FieldProps) {
  const id = useId();
  const note = error ?? help;
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {label}
        {isRequired ? (
          <span className="field-required" title="Required">
            *
          </span>
        ) : null}
      </label>
      {children({ id, "aria-describedby": note ? `${id}-note` : undefined, "aria-invalid": error ? true : undefined })}
      {note ? (
        <p id={`${id}-note`} className={error ? "field-error" : "field-help"}>
          {note}
        </p>
      ) : null}
    </div>
  );
}
