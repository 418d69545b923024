import { useState } from "react";
import { useNavigate } from "react-router";
import { explain } from "@/api/errors";
import { reloadDocument, saveAsCopy, useDocument } from "@/canvas/document";
import { Button } from "@/ui/button";

/** Another window or program changed the flow while this one had unsaved changes. */
export function ConflictBanner() {
  const isConflict = useDocument((document) => document.saveState === "conflict");
  const navigate = useNavigate();
  const [problem, setProblem] = useState<string | null>(null);
  if (!isConflict) return null;

  const attempt = async (act: () => Promise<void>) => {
    setProblem(null);
    try {
      await act();
    } catch (error) {
      setProblem(explain(error).what);
    }
  };

  return (
    <section className="conflict-banner" role="alert">
      <p>
        <strong>This flow was changed elsewhere.</strong> {problem ?? "Your last changes here are not saved."}
      </p>
      <Button kind="outline" onClick={() => void attempt(reloadDocument)}>
        Load the other version
      </Button>
      <Button
        kind="primary"
        onClick={() =>
          void attempt(async () => {
            await navigate(`/flow/${await saveAsCopy()}`);
          })
        }
      >
        Save mine as a copy
      </Button>
    </section>
  );
}
