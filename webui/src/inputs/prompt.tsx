import { type UIEvent, useRef, useState } from "react";
import { asText, type InputProps } from "@/inputs/input_props";
import { promptParts } from "@/inputs/prompt_variables";
import { TextArea } from "@/ui/text_area";

/** Prompt text with its {variables} coloured while typing; an invalid name is underlined and says why. */
export function PromptInput({ id, label, field, onChange, place, isDisabled }: InputProps) {
  const [hasFocus, setFocus] = useState(false);
  const backdrop = useRef<HTMLDivElement>(null);
  const text = asText(field.value);
  const parts = promptParts(text);
  const wrong = parts.find((part) => part.kind === "invalid");

  const follow = (event: UIEvent<HTMLTextAreaElement>) => {
    if (backdrop.current) backdrop.current.scrollTop = event.currentTarget.scrollTop;
  };

  return (
    <div className={`input-prompt ${place === "node" ? "input-fixed" : ""}`}>
      <div className="text-input text-area input-prompt-colours" aria-hidden="true" ref={backdrop}>
        {parts.map((part, index) =>
          part.kind === "text" ? (
            part.text
          ) : (
            // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity but their place.
            <mark key={index} className={part.kind === "invalid" ? "is-invalid" : ""}>
              {part.text}
            </mark>
          ),
        )}
        {text.endsWith("\n") ? " " : null}
      </div>
      <TextArea
        id={id}
        aria-label={label}
        aria-invalid={wrong ? true : undefined}
        title={wrong?.reason}
        className={hasFocus ? "nowheel" : ""}
        value={text}
        placeholder="Write a prompt; {name} makes a variable"
        disabled={isDisabled}
        onScroll={follow}
        onFocus={() => setFocus(true)}
        onBlur={() => setFocus(false)}
        onChange={(event) => onChange(event.target.value)}
      />
      {wrong && place === "dock" ? <p className="field-error">{wrong.reason}</p> : null}
    </div>
  );
}
