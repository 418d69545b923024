import { client } from "@/api/client";
import { getWindow } from "@/window/window";

/** Keeps the native window's title bar in the page's theme; gives what ends it. */
export function dressWindow(): () => void {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  let told = "";
  const tell = async () => {
    if (!(await getWindow()).is_window) return;
    const theme = root.dataset.theme === "dark" || root.dataset.theme === "light" ? root.dataset.theme : "system";
    const body = { theme, is_dark: theme === "dark" || (theme === "system" && system.matches) } as const;
    const now = JSON.stringify(body);
    if (now === told) return;
    told = now;
    await client.POST("/api/v1/window/theme", { body });
  };
  const onChange = () => void tell().catch(() => undefined);
  const watcher = new MutationObserver(onChange);
  watcher.observe(root, { attributeFilter: ["data-theme"] });
  system.addEventListener("change", onChange);
  onChange();
  return () => {
    watcher.disconnect();
    system.removeEventListener("change", onChange);
  };
}
