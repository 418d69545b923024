import { useEffect, useState } from "react";
import { client, read } from "@/api/client";
import type { CodeProblem } from "@/ui/code_box";

const PAUSE_MS = 400;

/** What is wrong with Python code, as the server reads it (it never runs it); looked at again after each pause in typing. */
export function useCodeProblems(code: string): readonly CodeProblem[] {
  const [problems, setProblems] = useState<readonly CodeProblem[]>([]);
  useEffect(() => {
    let isCurrent = true;
    const timer = setTimeout(() => {
      if (!code.trim()) setProblems([]);
      else
        findProblems(code).then(
          (found) => isCurrent && setProblems(found),
          // The server is away: that is said elsewhere.
          () => {},
        );
    }, PAUSE_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [code]);
  return problems;
}

async function findProblems(code: string): Promise<CodeProblem[]> {
  const { imports, function: syntax } = await read(client.POST("/api/v1/validate/code", { body: { code } }));
  const lines = code.split("\n");
  return [
    ...syntax.errors.map((text) => ({ text: text.replace(/ \(line \d+\)$/, ""), line: lineIn(text) })),
    ...imports.errors.map((text) => ({ text, line: lineOfImport(lines, text) })),
  ];
}

function lineIn(text: string): number {
  return Number(/\(line (\d+)\)$/.exec(text)?.[1] ?? 1);
}

function lineOfImport(lines: readonly string[], text: string): number {
  const module = /'(.+)'/.exec(text)?.[1] ?? "";
  const at = lines.findIndex((line) => /^\s*(import|from)\s/.test(line) && line.split(/[\s.,]+/).includes(module));
  return Math.max(at, 0) + 1;
}
