import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useRef, useState } from "react";
import { explain } from "@/api/errors";
import { fileOfText, type ImportResult, importFiles, importPaths, pathsOfText } from "@/flows/import_flows";
import { notify } from "@/ui/notice";
import { chooseFiles } from "@/window/held_files";
import { useMenuAct } from "@/window/menu_acts";
import { useWindow } from "@/window/window";

/** Imports files, those that `choose` lets the user choose among them, and keeps the report of the last import until it is closed. */
export function useImport(folderId: string | null) {
  const queries = useQueryClient();
  const [report, setReport] = useState<ImportResult[] | null>(null);
  const [isImporting, setImporting] = useState(false);
  /** The browser's dialog for files. */
  const picker = useRef<HTMLInputElement>(null);
  const isWindow = useWindow()?.is_window ?? false;

  const bringIn = useCallback(
    async (bring: () => Promise<ImportResult[]>) => {
      notify(null);
      setReport(null);
      setImporting(true);
      setReport(await bring());
      setImporting(false);
      for (const queryKey of [["flows"], ["folders"]]) queries.invalidateQueries({ queryKey });
    },
    [queries],
  );

  const importAll = useCallback(
    async (files: File[]) => {
      if (files.length > 0) await bringIn(() => importFiles(files, folderId));
    },
    [bringIn, folderId],
  );

  const importText = useCallback(
    (text: string) => {
      const file = fileOfText(text);
      const paths = file ? [] : pathsOfText(text);
      if (file) void importAll([file]);
      else if (paths.length > 0) void bringIn(() => importPaths(paths, folderId));
    },
    [bringIn, importAll, folderId],
  );

  const choose = useCallback(() => {
    if (!isWindow) picker.current?.click();
    else chooseFiles().then(importAll, (error: unknown) => notify({ text: explain(error).what, tone: "error" }));
  }, [isWindow, importAll]);
  useMenuAct("import", choose);

  return { report, isImporting, importAll, importText, choose, picker, closeReport: () => setReport(null) };
}
