import type { ReactNode } from "react";
import "./text.css";

const isMac = typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.platform);

const SIGNS: Record<string, string> = {
  "}": "Shift ]",
  Enter: "↵",
  ArrowLeft: "←",
  ArrowRight: "→",
  ArrowUp: "↑",
  ArrowDown: "↓",
};

/** A key or chord. Written for Windows and Linux ("Ctrl K"); shown with ⌘ on a Mac. */
export function Kbd({ children }: { children: ReactNode }) {
  return <kbd className="kbd">{typeof children === "string" ? shownChord(children) : children}</kbd>;
}

function shownChord(chord: string): string {
  const keys = chord.split(" ").map((key) => SIGNS[key] ?? key);
  return isMac ? keys.map((key) => (key === "Ctrl" ? "⌘" : key === "Alt" ? "⌥" : key)).join("") : keys.join(" ");
}
