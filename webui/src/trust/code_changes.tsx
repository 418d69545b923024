import { diffLines } from "diff";

export interface CodeChangesProps {
  before: string;
  now: string;
}

/** The lines of two texts in one: those that came and those that went are marked. */
export default function CodeChanges({ before, now }: CodeChangesProps) {
  const lines = diffLines(before, now).flatMap(({ value, added, removed }) =>
    value
      .replace(/\n$/, "")
      .split("\n")
      .map((text) => ({ text, kind: added ? ("new" as const) : removed ? ("gone" as const) : ("same" as const) })),
  );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: long code must be scrollable by keyboard.
    <section className="trust-diff" tabIndex={0} aria-label="Changes of the code">
      {lines.map(({ kind, text }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other identity, and are drawn once.
        <div key={index} className={`trust-line is-${kind}`}>
          <span aria-hidden>{MARKS[kind]}</span>
          {kind === "same" ? null : (
            <span className="visually-hidden">{kind === "gone" ? "Removed: " : "Added: "}</span>
          )}
          {text}
        </div>
      ))}
    </section>
  );
}

const MARKS = { same: " ", gone: "−", new: "+" };
