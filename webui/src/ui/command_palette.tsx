import { Dialog as Radix } from "radix-ui";
import { type KeyboardEvent, type ReactNode, useEffect, useId, useMemo, useRef, useState } from "react";
import { fuzzyScore } from "@/ui/fuzzy";
import { Kbd } from "@/ui/kbd";
import "./command_palette.css";
import "./floating.css";

/** One thing the palette can do or go to. */
export interface Command {
  id: string;
  label: string;
  /** Group heading: "Actions", "Nodes", "Flows". */
  group?: string;
  icon?: ReactNode;
  shortcut?: string;
  /** More words that find it. */
  keywords?: string;
  isDisabled?: boolean;
  perform: () => void;
}

export interface CommandPaletteProps {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  commands: readonly Command[];
  placeholder?: string;
}

/** Centre-top list of everything that can be done, found by typing. ↑ ↓ choose, Enter does, Esc closes. */
export function CommandPalette({
  isOpen,
  onOpenChange,
  commands,
  placeholder = "Type a command or search",
}: CommandPaletteProps) {
  return (
    <Radix.Root open={isOpen} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="palette-veil" />
        <Radix.Content className="palette" aria-describedby={undefined}>
          <Radix.Title className="visually-hidden">Command palette</Radix.Title>
          <PaletteList commands={commands} placeholder={placeholder} onDone={() => onOpenChange(false)} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

interface PaletteListProps {
  commands: readonly Command[];
  placeholder: string;
  onDone: () => void;
}

function PaletteList({ commands, placeholder, onDone }: PaletteListProps) {
  const [query, setQuery] = useState("");
  const [chosen, setChosen] = useState(0);
  const listId = useId();
  const list = useRef<HTMLDivElement>(null);
  const shown = useMemo(() => rank(commands, query), [commands, query]);

  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  });

  const perform = (command: Command | undefined) => {
    if (!command || command.isDisabled) return;
    onDone();
    command.perform();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      setChosen((index) => (shown.length ? (index + step + shown.length) % shown.length : 0));
    } else if (event.key === "Enter") {
      event.preventDefault();
      perform(shown[chosen]);
    }
  };

  return (
    <>
      <input
        className="palette-query"
        role="combobox"
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={shown[chosen] ? `${listId}-${chosen}` : undefined}
        aria-label={placeholder}
        placeholder={placeholder}
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
          setChosen(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div className="palette-list" role="listbox" aria-label="Results" id={listId} ref={list}>
        {shown.map((command, index) => (
          <div key={command.id}>
            {command.group && command.group !== shown[index - 1]?.group ? (
              <div className="menu-label" role="presentation">
                {command.group}
              </div>
            ) : null}
            {/* The query keeps the focus; options are reached with arrows (aria-activedescendant). */}
            {/* biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the combobox above. */}
            <div
              id={`${listId}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === chosen}
              aria-disabled={command.isDisabled}
              className="menu-item palette-item"
              data-highlighted={index === chosen ? "" : undefined}
              data-disabled={command.isDisabled ? "" : undefined}
              onPointerMove={() => setChosen(index)}
              onClick={() => perform(command)}
            >
              {command.icon}
              <span>{command.label}</span>
              {command.shortcut ? <Kbd>{command.shortcut}</Kbd> : null}
            </div>
          </div>
        ))}
        {shown.length === 0 ? <p className="palette-none">Nothing is called that.</p> : null}
      </div>
    </>
  );
}

function rank(commands: readonly Command[], query: string): readonly Command[] {
  if (!query.trim()) return commands;
  return commands
    .map((command) => ({
      command,
      score: Math.max(fuzzyScore(query, command.label), fuzzyScore(query, command.keywords ?? "") * 0.6),
    }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ command }) => command);
}
