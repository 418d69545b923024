import type { ReactNode } from "react";
import { AppBar } from "@/ui/app_bar";
import { EmptyState } from "@/ui/empty_state";
import "./missing_page.css";

export interface MissingPageProps {
  icon: ReactNode;
  /** What happened, in one sentence. */
  what: string;
  why?: string;
  /** What the user can do. */
  action?: string;
  /** Buttons that do it. */
  children: ReactNode;
}

/** A whole page in place of one that is not there, or broke: what happened, why, and the ways on. */
export function MissingPage({ icon, what, why, action, children }: MissingPageProps) {
  return (
    <div className="missing-page">
      <AppBar />
      <main role="alert">
        <EmptyState icon={icon} title={what}>
          {why ? <p>{why}</p> : null}
          {action ? <p>{action}</p> : null}
          <div className="missing-page-acts">{children}</div>
        </EmptyState>
      </main>
    </div>
  );
}
