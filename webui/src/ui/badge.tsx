import type { ReactNode } from "react";
import "./text.css";

/** A short mark beside a name: "needs a chat model", "beta". The tone colours the text, never fills. */
export function Badge({
  tone = "quiet",
  children,
}: {
  tone?: "quiet" | "ok" | "warning" | "error" | "accent";
  children: ReactNode;
}) {
  return <span className={`badge badge-${tone}`}>{children}</span>;
}
