import type { ReactNode } from "react";
import "./text.css";

export interface ErrorNoteProps {
  /** What happened, in one sentence. */
  what: string;
  why?: string;
  /** What the user can do. */
  action?: string;
  /** Buttons that do it. */
  children?: ReactNode;
}

/** An error in three parts: what, why, what to do. */
export function ErrorNote({ what, why, action, children }: ErrorNoteProps) {
  return (
    <div className="error-note" role="alert">
      <strong>{what}</strong>
      {why ? <p>{why}</p> : null}
      {action ? <p>{action}</p> : null}
      {children ? <div className="error-note-buttons">{children}</div> : null}
    </div>
  );
}
