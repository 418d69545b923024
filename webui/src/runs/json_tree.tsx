import { useState } from "react";

/** Entries of a list or object that are drawn at once. */
const SHOWN = 100;

/** A JSON value as a tree that opens entry by entry. */
export function JsonTree({ value }: { value: unknown }) {
  return (
    <div className="json-tree">
      <Entry value={value} depth={0} />
    </div>
  );
}

function Entry({ name, value, depth }: { name?: string; value: unknown; depth: number }) {
  const [isOpen, setOpen] = useState(depth < 2);
  const label = name === undefined ? null : <span className="json-key">{name}: </span>;
  if (typeof value !== "object" || value === null) {
    return (
      <div className="json-entry">
        {label}
        <span className={`json-${value === null ? "null" : typeof value}`}>{JSON.stringify(value)}</span>
      </div>
    );
  }
  const isList = Array.isArray(value);
  const entries = Object.entries(value);
  const brackets = isList ? `[${entries.length}]` : `{${entries.length}}`;
  if (!entries.length) {
    return (
      <div className="json-entry">
        {label}
        {isList ? "[]" : "{}"}
      </div>
    );
  }
  return (
    <details className="json-entry" open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        {label}
        <span className="json-count">{brackets}</span>
      </summary>
      {isOpen
        ? entries.slice(0, SHOWN).map(([key, child]) => <Entry key={key} name={key} value={child} depth={depth + 1} />)
        : null}
      {isOpen && entries.length > SHOWN ? <div className="json-count">and {entries.length - SHOWN} more</div> : null}
    </details>
  );
}
