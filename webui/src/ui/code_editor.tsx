import { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { json, jsonParseLinter } from "@codemirror/lang-json";
import { python } from "@codemirror/lang-python";
import { bracketMatching, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { type Diagnostic, linter, lintGutter, setDiagnostics } from "@codemirror/lint";
import { EditorState, type Extension } from "@codemirror/state";
import { EditorView, highlightActiveLineGutter, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { useEffect, useRef } from "react";
import type { CodeBoxProps, CodeProblem } from "@/ui/code_box";
import "./code_editor.css";

const COLOURS = syntaxHighlighting(
  HighlightStyle.define([
    { tag: [tags.keyword, tags.controlKeyword, tags.operatorKeyword], class: "code-keyword" },
    { tag: [tags.string, tags.special(tags.string)], class: "code-string" },
    { tag: [tags.number, tags.bool, tags.null, tags.atom], class: "code-number" },
    { tag: [tags.comment, tags.docString], class: "code-comment" },
    { tag: [tags.function(tags.variableName), tags.function(tags.definition(tags.variableName))], class: "code-name" },
    { tag: [tags.className, tags.definition(tags.className), tags.typeName], class: "code-type" },
    { tag: [tags.propertyName, tags.self], class: "code-property" },
    { tag: [tags.meta, tags.operator, tags.punctuation], class: "code-sign" },
    { tag: tags.invalid, class: "code-invalid" },
  ]),
);

// Tab goes on to the next control (Ctrl ] indents), and Ctrl Enter runs the flow as everywhere.
const KEYS = [...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap].filter(({ key }) => key !== "Mod-Enter");

const LANGUAGES: Record<CodeBoxProps["language"], () => Extension> = {
  python: () => [python(), indentUnit.of("    ")],
  json: () => [json(), linter((view) => (view.state.doc.length ? jsonParseLinter()(view) : []), { delay: 300 })],
};

/** The editor behind `CodeBox`; a chunk of its own. */
export default function CodeEditor({ label, value, language, problems, onChange, isFilling }: CodeBoxProps) {
  const place = useRef<HTMLDivElement>(null);
  const editor = useRef<EditorView | null>(null);
  const tell = useRef(onChange);
  const first = useRef(value);
  const isReadOnly = onChange === undefined;

  useEffect(() => {
    tell.current = onChange;
    first.current = value;
  });

  useEffect(() => {
    const view = new EditorView({
      parent: place.current ?? undefined,
      state: EditorState.create({
        doc: first.current,
        extensions: [
          lineNumbers(),
          history(),
          indentOnInput(),
          bracketMatching(),
          COLOURS,
          LANGUAGES[language](),
          keymap.of(KEYS),
          EditorView.contentAttributes.of({ "aria-label": label, "aria-readonly": String(isReadOnly) }),
          EditorState.tabSize.of(4),
          isReadOnly ? READ_ONLY : [closeBrackets(), highlightActiveLineGutter(), lintGutter()],
          EditorView.updateListener.of((update) => {
            const text = update.state.doc.toString();
            if (update.docChanged && text !== first.current) tell.current?.(text);
          }),
        ],
      }),
    });
    editor.current = view;
    return () => view.destroy();
  }, [language, label, isReadOnly]);

  useEffect(() => {
    const view = editor.current;
    if (!view || view.state.doc.toString() === value) return;
    view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: value } });
  }, [value]);

  useEffect(() => {
    const view = editor.current;
    if (view && problems) view.dispatch(setDiagnostics(view.state, marksOf(view.state, problems)));
  }, [problems]);

  return <div ref={place} className={`code-editor ${isFilling ? "is-filling" : ""}`} />;
}

// It keeps the focus, so that long texts can be read and copied by keyboard.
const READ_ONLY = [EditorState.readOnly.of(true)];

function marksOf(state: EditorState, problems: readonly CodeProblem[]): Diagnostic[] {
  return problems.map(({ line, text }) => {
    const { from, to } = state.doc.line(Math.min(Math.max(line, 1), state.doc.lines));
    return { from, to, severity: "error", message: text };
  });
}
