import { useEffect } from "react";

/** What the keys of home do, by key: "c", "/", "Ctrl k". Letters act only while nothing is being typed and no menu is open. */
export function useHomeKeys(acts: Record<string, () => void>): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey) return;
      const hasCtrl = event.ctrlKey || event.metaKey;
      const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      const act = acts[hasCtrl ? `Ctrl ${key}` : key];
      if (!act || (!hasCtrl && isBusy(event.target))) return;
      event.preventDefault();
      act();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [acts]);
}

function isBusy(target: EventTarget | null): boolean {
  if (
    target instanceof HTMLElement &&
    target.matches("input:not([type=checkbox]), textarea, select, [contenteditable]")
  )
    return true;
  return document.querySelector("[role=menu], [role=dialog]") !== null;
}
