import { useState } from "react";
import { client } from "@/api/client";

/** How the interface looks: as the system asks, or always one way. */
export type Theme = "system" | "light" | "dark";

// public/theme.js reads the same key before the first paint.
const KEY = "runnel.theme";

function isTheme(value: unknown): value is Theme {
  return value === "system" || value === "light" || value === "dark";
}

function apply(theme: Theme): void {
  localStorage.setItem(KEY, theme);
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

/**
 * Takes over the theme kept by the server: this browser's own storage belongs to one address, and the port may differ
 * from start to start.
 */
export function adoptTheme({ theme }: Record<string, unknown>): void {
  if (isTheme(theme) && localStorage.getItem(KEY) !== theme) apply(theme);
}

/** The chosen theme and the way to choose; it applies at once and is kept. */
export function useTheme(): [Theme, (theme: Theme) => void] {
  const kept = localStorage.getItem(KEY);
  const [theme, setTheme] = useState<Theme>(isTheme(kept) ? kept : "system");
  const choose = (next: Theme) => {
    apply(next);
    setTheme(next);
    void client.PATCH("/api/v1/preferences", { body: { theme: next } as never });
  };
  return [theme, choose];
}
