import type { ButtonHTMLAttributes, ReactNode, Ref } from "react";
import "./button.css";

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** primary: the one main act of a screen; outline: visible second choice; plain: everything else; danger: destroys. */
  kind?: "primary" | "outline" | "plain" | "danger";
  ref?: Ref<HTMLButtonElement>;
  /** Left of the label. */
  icon?: ReactNode;
}

/** A labelled button. Its label is a verb. */
export function Button({ kind = "plain", icon, className = "", children, type = "button", ...rest }: ButtonProps) {
  return (
    <button type={type} className={`button button-${kind} ${className}`} {...rest}>
      {icon}
      {children}
    </button>
  );
}
