import { FileDown } from "lucide-react";
import { lazy, Suspense } from "react";
import { useFileDrop } from "@/flows/use_file_drop";
import type { useImport } from "@/flows/use_import";
import { Spinner } from "@/ui/spinner";
import "./import_place.css";

// The report looks through whole flows with the code of the canvas: not needed before the first import.
const ImportReport = lazy(() => import("@/flows/import_report"));

export interface ImportPlaceProps {
  importing: ReturnType<typeof useImport>;
}

/** All ways to bring files in: the file dialog, dropping anywhere on the window, pasting; and what came of it. */
export function ImportPlace({ importing }: ImportPlaceProps) {
  const { report, isImporting, importAll, importText, picker, closeReport } = importing;
  const isOver = useFileDrop(importAll, importText);
  return (
    <>
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        accept=".json,.zip,application/json,application/zip"
        aria-label="Files to import"
        onChange={(event) => {
          void importAll([...(event.target.files ?? [])]);
          // The same file may be chosen again.
          event.target.value = "";
        }}
      />
      {isOver ? (
        <div className="import-drop">
          <div className="import-drop-words">
            <FileDown aria-hidden="true" />
            <p>Drop to import</p>
            <small>Flow files, project files and ZIPs, as many as you like</small>
          </div>
        </div>
      ) : null}
      {isImporting ? (
        <div className="import-busy">
          <Spinner label="Importing" /> Importing…
        </div>
      ) : null}
      {report ? (
        <Suspense fallback={null}>
          <ImportReport results={report} onClose={closeReport} />
        </Suspense>
      ) : null}
    </>
  );
}
