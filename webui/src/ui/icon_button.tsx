import type { ButtonHTMLAttributes, ReactNode } from "react";
import { Tooltip } from "@/ui/tooltip";
import "./button.css";

export interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** Accessible name, shown as tooltip. */
  label: string;
  /** Key shown in the tooltip, for instance "Ctrl K". */
  shortcut?: string;
  isActive?: boolean;
  children: ReactNode;
}

/** A square button that holds one icon; always has a name. */
export function IconButton({ label, shortcut, isActive, className = "", children, ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label} shortcut={shortcut}>
      <button
        type="button"
        aria-label={label}
        aria-pressed={isActive}
        className={`icon-button ${isActive ? "is-active" : ""} ${className}`}
        {...rest}
      >
        {children}
      </button>
    </Tooltip>
  );
}
