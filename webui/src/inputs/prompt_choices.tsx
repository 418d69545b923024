import { Braces, CornerLeftUp, Wrench } from "lucide-react";
import { type ReactNode, useLayoutEffect, useRef } from "react";
import { createPortal } from "react-dom";
import { fixedName, type PromptPart, promptVariables, variableNameOf } from "@/inputs/prompt_variables";
import type { PromptContext, PromptSource } from "@/inputs/sources";
import { fuzzyScore } from "@/ui/fuzzy";

/** One entry of the list at the caret. */
export interface PromptChoice {
  key: string;
  label: string;
  detail?: string;
  icon: ReactNode;
  /** The prompt's text and caret after it was chosen. */
  text: string;
  caret: number;
  /** The variable that `source` is wired into. */
  variable: string;
  source?: PromptSource;
}

/** What can stand in the braces at the caret: the name mended, variables of the prompt, outputs of other nodes. */
export function promptChoices(
  text: string,
  caret: number,
  part: PromptPart & { from: number; to: number },
  isDouble: boolean,
  context: PromptContext,
): PromptChoice[] {
  const [open, close] = isDouble ? ["{{", "}}"] : ["{", "}"];
  const withText = (piece: string) => ({
    text: text.slice(0, part.from) + piece + text.slice(part.to),
    caret: part.from + piece.length,
  });
  const withName = (name: string) => ({ ...withText(open + name + close), variable: name });
  if (part.kind === "invalid" && part.name) {
    const fixed = fixedName(part.name);
    const plain = { ...withText(`{{${part.name}}}`), variable: "" };
    return [
      ...(fixed ? [{ key: "fix", label: `Use {${fixed}}`, icon: <Wrench />, ...withName(fixed) }] : []),
      ...(isDouble ? [] : [{ key: "plain", label: "No variable: plain braces", icon: <Braces />, ...plain }]),
    ];
  }
  const query = text.slice(part.from + open.length, Math.max(caret, part.from + open.length));
  const others = promptVariables(text.slice(0, part.from) + text.slice(part.to), isDouble);
  const taken = new Set(others);
  const variables = others.map(
    (name): PromptChoice => ({
      key: `variable ${name}`,
      label: name,
      detail: context.wired.get(name),
      icon: <Braces />,
      ...withName(name),
    }),
  );
  const outputs = context.sources.map((source): PromptChoice => {
    const name = variableNameOf(source.nodeName, taken);
    return {
      key: `output ${source.nodeId} ${source.output}`,
      label: source.words,
      detail: name,
      icon: <CornerLeftUp />,
      ...withName(name),
      source,
    };
  });
  return [...variables, ...outputs]
    .map((choice) => ({ choice, score: Math.max(fuzzyScore(query, choice.label), fuzzyScore(query, choice.variable)) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => (query ? b.score - a.score : 0))
    .slice(0, 8)
    .map(({ choice }) => choice);
}

export interface PromptChoicesProps {
  id: string;
  choices: readonly PromptChoice[];
  chosen: PromptChoice | undefined;
  /** Why the name at the caret cannot be one. */
  reason?: string;
  /** What the list stands under. */
  anchor: () => Element | null;
  onMark: (choice: PromptChoice) => void;
  onChoose: (choice: PromptChoice) => void;
}

const GAP = 4;

/** The list at the caret. The keyboard stays in the text, which moves through the list by ↑ ↓ and chooses by Enter. */
export function PromptChoices({ id, choices, chosen, reason, anchor, onMark, onChoose }: PromptChoicesProps) {
  const list = useRef<HTMLElement>(null);

  // Fixed to the window: a node is small, zoomed and cut off at its edge.
  useLayoutEffect(() => {
    const at = anchor()?.getBoundingClientRect();
    const box = list.current;
    if (!at || !box) return;
    const { width, height } = box.getBoundingClientRect();
    const below = at.bottom + GAP + height <= window.innerHeight;
    box.style.left = `${Math.max(8, Math.min(at.left, window.innerWidth - width - 8))}px`;
    box.style.top = `${below ? at.bottom + GAP : Math.max(8, at.top - GAP - height)}px`;
  });

  return createPortal(
    <section ref={list} className="menu prompt-choices" aria-label="Suggestions">
      {reason ? <p className="prompt-choices-reason">{reason}</p> : null}
      <div role="listbox" id={id} aria-label="Variables and outputs">
        {choices.map((choice, index) => (
          <div
            key={choice.key}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={choice === chosen}
            className="menu-item"
            data-highlighted={choice === chosen ? "" : undefined}
            onPointerMove={() => choice === chosen || onMark(choice)}
            // The text keeps the focus.
            onPointerDown={(event) => {
              event.preventDefault();
              onChoose(choice);
            }}
          >
            {choice.icon}
            <span className="prompt-choice-label">{choice.label}</span>
            {choice.detail ? <span className="prompt-choice-detail">{choice.detail}</span> : null}
          </div>
        ))}
      </div>
    </section>,
    document.body,
  );
}
