import { Check } from "lucide-react";
import { type KeyboardEvent, useId, useMemo, useState } from "react";
import { fuzzyScore } from "@/ui/fuzzy";

export interface OptionListProps {
  label: string;
  options: readonly string[];
  chosen: readonly string[];
  /** May what was typed be chosen although it is no option? */
  allowsOther?: boolean;
  onChoose: (option: string) => void;
}

/** A searchable list of options: type to narrow, ↑ ↓ to move, Enter to choose. */
export function OptionList({ label, options, chosen, allowsOther = false, onChoose }: OptionListProps) {
  const [query, setQuery] = useState("");
  const [marked, setMarked] = useState(() => Math.max(0, options.indexOf(chosen[0] ?? "")));
  const listId = useId();

  const shown = useMemo(() => {
    const found = options
      .map((option) => ({ option, score: fuzzyScore(query, option) }))
      .filter(({ score }) => score > 0)
      .sort((a, b) => (query ? b.score - a.score : 0))
      .map(({ option }) => option);
    return allowsOther && query.trim() && !options.includes(query.trim()) ? [...found, query.trim()] : found;
  }, [options, query, allowsOther]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      setMarked((index) => (shown.length ? (index + step + shown.length) % shown.length : 0));
    } else if (event.key === "Enter") {
      event.preventDefault();
      const option = shown[marked];
      if (option !== undefined) onChoose(option);
    }
  };

  return (
    <div className="option-list">
      <input
        className="option-query"
        role="combobox"
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={shown[marked] === undefined ? undefined : `${listId}-${marked}`}
        aria-label={`Search ${label}`}
        placeholder={allowsOther ? "Search or type a value" : "Search"}
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
          setMarked(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div className="option-rows" role="listbox" id={listId} aria-label={label}>
        {shown.map((option, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the combobox above.
          <div
            key={option}
            id={`${listId}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={chosen.includes(option)}
            className="menu-item"
            data-highlighted={index === marked ? "" : undefined}
            onPointerMove={() => setMarked(index)}
            onClick={() => onChoose(option)}
          >
            <span>{options.includes(option) ? option : `Use “${option}”`}</span>
            {chosen.includes(option) ? <Check className="menu-check" aria-hidden /> : null}
          </div>
        ))}
        {shown.length === 0 ? (
          <p className="option-none">{options.length ? "No such option." : "No options yet."}</p>
        ) : null}
      </div>
    </div>
  );
}
