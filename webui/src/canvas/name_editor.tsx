import { useEffect, useRef } from "react";

export interface NameEditorProps {
  label: string;
  value: string;
  className?: string;
  /** The new name, or null when Esc gave it up. Called once. */
  onDone: (value: string | null) => void;
}

/** Edits a name in place: Enter or leaving takes it, Esc does not. */
export function NameEditor({ label, value, className = "", onDone }: NameEditorProps) {
  const input = useRef<HTMLInputElement>(null);
  const isDone = useRef(false);
  const finish = (result: string | null) => {
    if (isDone.current) return;
    isDone.current = true;
    onDone(result);
  };
  useEffect(() => {
    input.current?.focus();
    input.current?.select();
  }, []);
  return (
    <input
      ref={input}
      className={`name-editor nodrag nopan ${className}`}
      aria-label={label}
      defaultValue={value}
      spellCheck={false}
      onBlur={(event) => finish(event.target.value)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Enter") finish(event.currentTarget.value);
        else if (event.key === "Escape") finish(null);
      }}
    />
  );
}
