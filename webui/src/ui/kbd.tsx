import type { ReactNode } from "react";
import "./text.css";

const isMac = typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.platform);

/** A key or chord. Written for Windows and Linux ("Ctrl K"); shown with ⌘ on a Mac. */
export function Kbd({ children }: { children: ReactNode }) {
  const shown = isMac && typeof children === "string" ? children.replace("Ctrl", "⌘").replace("Alt", "⌥") : children;
  return <kbd className="kbd">{shown}</kbd>;
}
