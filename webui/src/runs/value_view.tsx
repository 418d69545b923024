import { useState } from "react";
import { JsonTree } from "@/runs/json_tree";
import { textOf } from "@/runs/preview";
import { columnsOf, copyText, imagesOf, kindsOf, rowsOf, type ValueKind } from "@/runs/value_kind";
import { CopyButton } from "@/ui/copy_button";
import { RichText } from "@/ui/rich_text";
import "./value_view.css";

const WORDS: Record<ValueKind, string> = { text: "Text", table: "Table", json: "JSON", image: "Image" };

/** Rows of a table that are drawn at once. */
const SHOWN_ROWS = 100;

/** A value by its kind: text as Markdown, records as a table, all else as a tree. Can be copied. */
export function ValueView({ label, title, value }: { label: string; title?: string; value: unknown }) {
  const kinds = kindsOf(value);
  const [wanted, setWanted] = useState<ValueKind | null>(null);
  const kind = wanted && kinds.includes(wanted) ? wanted : kinds[0];
  return (
    // biome-ignore lint/a11y/useSemanticElements: a value is no set of fields.
    <div className="value" role="group" aria-label={label}>
      <div className="value-head">
        <span className="value-title">{title}</span>
        {kinds.length > 1
          ? kinds.map((each) => (
              <button
                key={each}
                type="button"
                className="value-kind"
                aria-pressed={each === kind}
                onClick={() => setWanted(each)}
              >
                {WORDS[each]}
              </button>
            ))
          : null}
        <CopyButton label={`Copy ${label}`} text={() => copyText(value)} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it is scrolled by keyboard. */}
      <div className="value-body" tabIndex={0}>
        {kind === "image"
          ? imagesOf(value).map((source) => <img key={source} className="value-image" src={source} alt={label} />)
          : null}
        {kind === "text" ? <Text text={textOf(isData(value) ? value.text : value)} /> : null}
        {kind === "table" ? <Table rows={rowsOf(value) ?? []} /> : null}
        {kind === "json" ? <JsonTree value={value} /> : null}
      </div>
    </div>
  );
}

function isData(value: unknown): value is { text: string } {
  return typeof value === "object" && value !== null && "text" in value && typeof value.text === "string";
}

function Text({ text }: { text: string }) {
  return text ? <RichText text={text} /> : <p className="value-nothing">empty</p>;
}

function Table({ rows }: { rows: readonly Record<string, unknown>[] }) {
  const columns = columnsOf(rows);
  return (
    <>
      <table className="value-table">
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, SHOWN_ROWS).map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place.
            <tr key={index}>
              {columns.map((column) => (
                <td key={column}>{textOf(row[column])}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > SHOWN_ROWS ? <p className="value-nothing">and {rows.length - SHOWN_ROWS} more rows</p> : null}
    </>
  );
}
