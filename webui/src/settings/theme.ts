import { useState } from "react";

/** How the interface looks: as the system asks, or always one way. */
export type Theme = "system" | "light" | "dark";

// public/theme.js reads the same key before the first paint.
const KEY = "runnel.theme";

function keptTheme(): Theme {
  const kept = localStorage.getItem(KEY);
  return kept === "light" || kept === "dark" ? kept : "system";
}

/** The chosen theme and the way to choose; it applies at once. */
export function useTheme(): [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState(keptTheme);
  const choose = (next: Theme) => {
    if (next === "system") {
      localStorage.removeItem(KEY);
      delete document.documentElement.dataset.theme;
    } else {
      localStorage.setItem(KEY, next);
      document.documentElement.dataset.theme = next;
    }
    setTheme(next);
  };
  return [theme, choose];
}
