import { type KeyboardEvent, useRef, useState } from "react";
import { TextInput } from "@/ui/text_input";

export interface NameFieldProps {
  /** Accessible name, for instance "Name of the folder". */
  label: string;
  /** The name now; empty for something new. */
  name: string;
  placeholder?: string;
  className?: string;
  /** The new name, or null when it was left as it is. */
  onDone: (name: string | null) => void;
}

/** A name while it is edited in its place. Enter or leaving keeps it, Esc does not. */
export function NameField({ label, name, placeholder, className, onDone }: NameFieldProps) {
  const [draft, setDraft] = useState(name);
  const isDone = useRef(false);

  const finish = (isKept: boolean) => {
    // Leaving the field follows Enter and Esc, when it is taken away.
    if (isDone.current) return;
    isDone.current = true;
    const trimmed = draft.trim();
    onDone(isKept && trimmed && trimmed !== name ? trimmed : null);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === "Enter") finish(true);
    else if (event.key === "Escape") finish(false);
  };

  return (
    <TextInput
      className={className}
      aria-label={label}
      placeholder={placeholder}
      value={draft}
      autoFocus
      onFocus={(event) => event.target.select()}
      onChange={(event) => setDraft(event.target.value)}
      onKeyDown={onKeyDown}
      onBlur={() => finish(true)}
    />
  );
}
