import type { ReactNode } from "react";
import "./text.css";

/** The quiet line that says what goes on (there are no toasts). Announced politely by screen readers. */
export function StatusLine({ children, className = "" }: { children: ReactNode; className?: string }) {
  return (
    <div className={`status-line ${className}`} role="status" aria-live="polite">
      {children}
    </div>
  );
}
