import { diffWordsWithSpace } from "diff";
import "./text.css";

export interface TextChangesProps {
  label: string;
  before: string;
  after: string;
}

/** Two texts in one: what came is marked, what went is struck out. */
export default function TextChanges({ label, before, after }: TextChangesProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a comparison is no set of fields.
    <div role="group" aria-label={label} className="text-changes plain-text">
      {diffWordsWithSpace(before, after).map(({ value, added, removed }, index) => {
        const key = `${index}`;
        if (added) return <ins key={key}>{value}</ins>;
        if (removed) return <del key={key}>{value}</del>;
        return <span key={key}>{value}</span>;
      })}
    </div>
  );
}
