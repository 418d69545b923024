import type { ReactNode } from "react";
import "./text.css";

/** What to do where there is nothing yet: one sentence, and the next act with its key. */
export function EmptyState({ icon, title, children }: { icon?: ReactNode; title: string; children?: ReactNode }) {
  return (
    <div className="empty-state">
      {icon}
      <h2>{title}</h2>
      {children ? <div className="empty-state-more">{children}</div> : null}
    </div>
  );
}
