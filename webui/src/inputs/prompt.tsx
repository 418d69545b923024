import { type KeyboardEvent, type UIEvent, useId, useRef, useState } from "react";
import { Enlarge } from "@/inputs/enlarge";
import { asText, type InputProps } from "@/inputs/input_props";
import { type PromptChoice, PromptChoices, promptChoices } from "@/inputs/prompt_choices";
import { partAt, promptParts } from "@/inputs/prompt_variables";
import { useInputSources } from "@/inputs/sources";
import { TextArea } from "@/ui/text_area";

/**
 * Prompt text with its {variables} coloured while typing. `{` opens a list of variables and of outputs that can fill
 * one; in an invalid name the list offers the name mended.
 */
export function PromptInput(props: InputProps) {
  const { id, label, nodeId, fieldKey, field, onChange, place, isDisabled } = props;
  const sources = useInputSources();
  const [hasFocus, setFocus] = useState(false);
  const [caret, setCaret] = useState(0);
  /** The list is shown for the braces that begin here; -1 while it is closed. */
  const [openAt, setOpenAt] = useState(-1);
  const [marked, setMarked] = useState(0);
  const backdrop = useRef<HTMLDivElement>(null);
  const box = useRef<HTMLTextAreaElement>(null);
  const listId = useId();
  const isDouble = sources.hasDoubleBraces(nodeId);
  const text = asText(field.value);
  const parts = promptParts(text, isDouble);
  const here = hasFocus ? partAt(text, caret, isDouble) : null;
  // A name that is only being begun is not yet wrong.
  const wrong = parts.find((part) => part.kind === "invalid" && !(here?.text === part.text && part.name === ""));
  const isOpen = here !== null && here.from === openAt;
  const choices = isOpen ? promptChoices(text, caret, here, isDouble, sources.promptContext(nodeId)) : [];
  const chosen = choices[Math.min(marked, choices.length - 1)];

  const follow = (event: UIEvent<HTMLTextAreaElement>) => {
    if (backdrop.current) backdrop.current.scrollTop = event.currentTarget.scrollTop;
  };

  const onInput = (next: string, at: number) => {
    setCaret(at);
    setMarked(0);
    setOpenAt(partAt(next, at, isDouble)?.from ?? -1);
    onChange(next);
  };

  const choose = ({ text: next, caret: at, variable, source }: PromptChoice) => {
    setOpenAt(-1);
    setCaret(at);
    if (source) sources.wirePrompt(nodeId, fieldKey, next, variable, source);
    else onChange(next);
    // The new text is drawn first.
    requestAnimationFrame(() => {
      box.current?.focus();
      box.current?.setSelectionRange(at, at);
    });
  };

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    const area = event.currentTarget;
    if (event.nativeEvent.isComposing) return;
    if (isOpen && choices.length) {
      const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
      if (step) setMarked((marked + step + choices.length) % choices.length);
      else if ((event.key === "Enter" || event.key === "Tab") && chosen) choose(chosen);
      else if (event.key === "Escape") setOpenAt(-1);
      else return;
      event.preventDefault();
      event.stopPropagation();
    } else if (event.key === "{" && !isDouble && area.selectionStart === area.selectionEnd) {
      const before = text[area.selectionStart - 1];
      // A second brace makes a plain one: {{.
      if (before === "{" || before === "\\") return;
      event.preventDefault();
      // After this key press is dealt with; by the browser's own way of typing, which keeps its undo whole.
      queueMicrotask(() => {
        document.execCommand("insertText", false, "{}");
        const at = area.selectionStart - 1;
        area.setSelectionRange(at, at);
        onInput(area.value, at);
      });
    } else if (event.key === " " && event.ctrlKey && here) {
      event.preventDefault();
      setOpenAt(here.from);
    }
  };

  return (
    <div
      className={`input-prompt input-box ${place === "node" ? "input-fixed" : ""} ${place === "big" ? "is-filling" : ""}`}
    >
      <div className="input-prompt-text">
        <div className="text-input text-area input-prompt-colours" aria-hidden="true" ref={backdrop}>
          <Coloured parts={parts} here={here?.from} />
          {text.endsWith("\n") ? " " : null}
        </div>
        <TextArea
          ref={box}
          id={id}
          aria-label={label}
          aria-invalid={wrong ? true : undefined}
          aria-autocomplete="list"
          aria-controls={isOpen && choices.length ? listId : undefined}
          aria-activedescendant={isOpen && chosen ? `${listId}-${choices.indexOf(chosen)}` : undefined}
          title={hasFocus ? undefined : wrong?.reason}
          className={hasFocus ? "nowheel" : ""}
          value={text}
          placeholder="Write a prompt; { adds a variable"
          disabled={isDisabled}
          onScroll={follow}
          onFocus={() => setFocus(true)}
          onBlur={() => {
            setFocus(false);
            setOpenAt(-1);
          }}
          onSelect={(event) => {
            const at = event.currentTarget.selectionStart;
            setCaret(at);
            const part = partAt(text, at, isDouble);
            // To stand in a wrong name is to be helped with it.
            if (part?.kind === "invalid" && part.name && at !== caret) setOpenAt(part.from);
          }}
          onKeyDown={onKeyDown}
          onChange={(event) => onInput(event.target.value, event.target.selectionStart)}
        />
        <Enlarge {...props} />
      </div>
      {isOpen && choices.length ? (
        <PromptChoices
          id={listId}
          choices={choices}
          chosen={chosen}
          reason={here.name ? here.reason : undefined}
          anchor={() => backdrop.current?.querySelector("[data-here]") ?? box.current}
          onMark={(choice) => setMarked(choices.indexOf(choice))}
          onChoose={choose}
        />
      ) : null}
      {wrong && place !== "node" ? <p className="field-error">{wrong.reason}</p> : null}
    </div>
  );
}

/** The text as it lies under the typed one; the braces at the caret are marked, so that the list finds them. */
function Coloured({ parts, here }: { parts: ReturnType<typeof promptParts>; here: number | undefined }) {
  let at = 0;
  return parts.map((part) => {
    const from = at;
    at += part.text.length;
    if (part.kind === "text") return part.text;
    return (
      <mark
        key={from}
        className={part.kind === "invalid" ? "is-invalid" : ""}
        data-here={from === here ? "" : undefined}
      >
        {part.text}
      </mark>
    );
  });
}
