import { openQuickAdd } from "@/canvas/quick_add";
import { useView } from "@/canvas/view";
import { useDocument } from "@/document/document";
import { Button } from "@/ui/button";
import { Kbd } from "@/ui/kbd";

/** What to do on an empty canvas, and its keys. */
export function EmptyGuide() {
  const isEmpty = useDocument((document) => document.flow !== null && document.nodes.length === 0);
  const isAdding = useView((view) => view.quickAdd !== null);
  if (!isEmpty || isAdding) return null;
  return (
    <section className="empty-guide" aria-label="Empty flow">
      <h2>Start with a component</h2>
      <p>
        Press <Kbd>/</Kbd> or double-click anywhere, type its name, press <Kbd>Enter</Kbd>.
      </p>
      <p>The next one is wired to it by itself.</p>
      <div className="empty-guide-buttons">
        <Button kind="primary" onClick={() => openQuickAdd()}>
          Add component <Kbd>/</Kbd>
        </Button>
        <Button kind="outline" onClick={() => useView.setState({ isCatalogueOpen: true })}>
          Look through them <Kbd>[</Kbd>
        </Button>
      </div>
    </section>
  );
}
