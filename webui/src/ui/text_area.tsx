import type { Ref, TextareaHTMLAttributes } from "react";
import "./field.css";

/** Several lines of text; grows with its content where the browser can (field-sizing). */
export function TextArea({
  className = "",
  ...rest
}: TextareaHTMLAttributes<HTMLTextAreaElement> & { ref?: Ref<HTMLTextAreaElement> }) {
  return <textarea spellCheck={false} rows={3} className={`text-input text-area ${className}`} {...rest} />;
}
