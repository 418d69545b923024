import type { InputHTMLAttributes, Ref } from "react";
import "./field.css";

/** One line of text. */
export function TextInput({
  className = "",
  ...rest
}: InputHTMLAttributes<HTMLInputElement> & { ref?: Ref<HTMLInputElement> }) {
  return <input type="text" autoComplete="off" spellCheck={false} className={`text-input ${className}`} {...rest} />;
}
