import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { fileOfText, type ImportResult, importFiles } from "@/flows/import_flows";
import { notify } from "@/ui/notice";

/** Imports files and keeps the report of the last import until it is closed. */
export function useImport(folderId: string | null) {
  const queries = useQueryClient();
  const [report, setReport] = useState<ImportResult[] | null>(null);
  const [isImporting, setImporting] = useState(false);

  const importAll = useCallback(
    async (files: File[]) => {
      if (files.length === 0) return;
      notify(null);
      setReport(null);
      setImporting(true);
      setReport(await importFiles(files, folderId));
      setImporting(false);
      for (const queryKey of [["flows"], ["folders"]]) queries.invalidateQueries({ queryKey });
    },
    [folderId, queries],
  );

  const importText = useCallback(
    (text: string) => {
      const file = fileOfText(text);
      if (file) void importAll([file]);
    },
    [importAll],
  );

  return { report, isImporting, importAll, importText, closeReport: () => setReport(null) };
}
