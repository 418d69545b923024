import { X } from "lucide-react";
import { useEffect, useSyncExternalStore } from "react";
import { Button } from "@/ui/button";
import { IconButton } from "@/ui/icon_button";
import { Kbd } from "@/ui/kbd";
import "./notice.css";

/** One line at the bottom left about what was just done, with the way back. */
export interface Notice {
  text: string;
  tone?: "quiet" | "error";
  /** Done by its button; one called "Undo" by Ctrl Z too. */
  action?: { label: string; perform: () => void };
}

/** How long a notice stays, unless another one replaces it. */
const SHOWN_MS = 12_000;

let shown: Notice | null = null;
const watchers = new Set<() => void>();

/** Shows a notice in place of the one before; null takes it away. */
export function notify(notice: Notice | null): void {
  shown = notice;
  for (const watcher of watchers) watcher();
}

function isUndo({ action }: Notice): boolean {
  return action?.label === "Undo";
}

function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

/** The place where notices appear; once per page. Ctrl Z outside of text fields performs an "Undo". */
export function NoticeLine() {
  const notice = useSyncExternalStore(watch, () => shown);

  useEffect(() => {
    if (!notice) return;
    const timer = setTimeout(() => notify(null), SHOWN_MS);
    const onKeyDown = (event: KeyboardEvent) => {
      const isTyping =
        event.target instanceof HTMLElement && event.target.matches("input, textarea, select, [contenteditable]");
      if (isTyping || !isUndo(notice) || event.key !== "z" || !(event.ctrlKey || event.metaKey) || event.shiftKey)
        return;
      event.preventDefault();
      event.stopImmediatePropagation();
      notify(null);
      notice.action?.perform();
    };
    // Before all others: what was done last is taken back first.
    window.addEventListener("keydown", onKeyDown, true);
    return () => {
      clearTimeout(timer);
      window.removeEventListener("keydown", onKeyDown, true);
    };
  }, [notice]);

  return (
    <div className="notice-place" role="status" aria-live="polite">
      {notice ? (
        <div className={`notice ${notice.tone === "error" ? "is-error" : ""}`}>
          <span className="notice-text">{notice.text}</span>
          {notice.action ? (
            <Button
              className="notice-action"
              onClick={() => {
                notify(null);
                notice.action?.perform();
              }}
            >
              {notice.action.label}
              {isUndo(notice) ? <Kbd>Ctrl Z</Kbd> : null}
            </Button>
          ) : null}
          <IconButton label="Dismiss" onClick={() => notify(null)}>
            <X />
          </IconButton>
        </div>
      ) : null}
    </div>
  );
}
