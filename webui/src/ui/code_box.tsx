import { lazy, Suspense } from "react";
import { TextArea } from "@/ui/text_area";

/** Something wrong in a line. */
export interface CodeProblem {
  /** From 1. */
  line: number;
  text: string;
}

export interface CodeBoxProps {
  /** Accessible name. */
  label: string;
  value: string;
  language: "python" | "json";
  problems?: readonly CodeProblem[];
  /** Without it the text can only be read. */
  onChange?: (text: string) => void;
  /** Fills the height of what it stands in, instead of growing with the text up to a bound. */
  isFilling?: boolean;
}

// Without the editor (the app was updated under an open window) code is edited as plain text.
const CodeEditor = lazy(() => import("@/ui/code_editor").catch(() => ({ default: PlainEditor })));

/** Source text with colours, line numbers and marks of problems. The editor is loaded when the first one is shown. */
export function CodeBox(props: CodeBoxProps) {
  return (
    <Suspense fallback={<PlainEditor {...props} />}>
      <CodeEditor {...props} />
    </Suspense>
  );
}

function PlainEditor({ label, value, onChange }: CodeBoxProps) {
  return (
    <TextArea
      className="is-code"
      aria-label={label}
      value={value}
      readOnly={!onChange}
      onChange={(event) => onChange?.(event.target.value)}
    />
  );
}
