import { type ReactNode, Suspense } from "react";
import { SHORTCUTS } from "@/settings/shortcuts";
import { ShortcutPanel } from "@/ui/shortcut_panel";

/** Every key, by where it acts. The canvas brings its own list. */
export function ShortcutsSection({ canvasShortcuts }: { canvasShortcuts: ReactNode }) {
  return (
    <>
      {SHORTCUTS.map(({ scope, keys }) => (
        <ShortcutPanel key={scope} title={scope} keys={keys} />
      ))}
      <Suspense fallback={null}>{canvasShortcuts}</Suspense>
    </>
  );
}
