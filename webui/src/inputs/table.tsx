import { Plus, X } from "lucide-react";
import { type ClipboardEvent, useEffect, useState } from "react";
import type { TableColumn } from "@/api/flow_data";
import { asText, type InputProps } from "@/inputs/input_props";
import { Button } from "@/ui/button";
import { IconButton } from "@/ui/icon_button";

type Row = Record<string, unknown>;

/** Rows of named values; cells of a spreadsheet can be pasted. On a node only their number; edited in the dock. */
export function TableInput({ label, field, onChange, place, isDisabled }: InputProps) {
  const rows: Row[] = Array.isArray(field.value) ? (field.value as Row[]) : [];
  const columns = columnsOf(field.table_schema?.columns, rows);
  if (place === "node") {
    return (
      <output className="text-input is-summary" aria-label={label}>
        {rows.length === 0 ? "Empty · edit in the Node tab" : `${rows.length} ${rows.length === 1 ? "row" : "rows"}`}
      </output>
    );
  }
  const empty = (): Row => Object.fromEntries(columns.map((column) => [column.name, column.default ?? ""]));
  const setCell = (index: number, column: TableColumn, value: unknown) =>
    onChange(rows.with(index, { ...rows[index], [column.name]: value }));

  const onPaste = (event: ClipboardEvent, row: number, column: number) => {
    const cells = event.clipboardData
      .getData("text")
      .replace(/\r?\n$/, "")
      .split(/\r?\n/);
    const pasted = cells.map((line) => line.split("\t"));
    if (pasted.length < 2 && (pasted[0]?.length ?? 0) < 2) return;
    event.preventDefault();
    const next = [...rows];
    for (const [down, texts] of pasted.entries()) {
      const into: Row = { ...(next[row + down] ?? empty()) };
      for (const [right, text] of texts.entries()) {
        const target = columns[column + right];
        if (target) into[target.name] = cellValue(target, text);
      }
      next[row + down] = into;
    }
    onChange(next);
  };

  return (
    <div className="input-table">
      <table aria-label={label}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.name} title={column.description} className={column.type === "number" ? "is-number" : ""}>
                {column.display_name ?? column.name}
              </th>
            ))}
            <td />
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place.
            <tr key={index}>
              {columns.map((column, at) => (
                <td key={column.name}>
                  <Cell
                    label={`${column.display_name ?? column.name}, row ${index + 1}`}
                    column={column}
                    value={row[column.name]}
                    isDisabled={isDisabled}
                    onChange={(value) => setCell(index, column, value)}
                    onPaste={(event) => onPaste(event, index, at)}
                  />
                </td>
              ))}
              <td>
                <IconButton
                  label={`Remove row ${index + 1}`}
                  disabled={isDisabled}
                  onClick={() => onChange(rows.toSpliced(index, 1))}
                >
                  <X />
                </IconButton>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Button
        icon={<Plus />}
        disabled={isDisabled || columns.length === 0}
        aria-label={`Add a row to ${label}`}
        onClick={() => onChange([...rows, empty()])}
      >
        Add row
      </Button>
    </div>
  );
}

interface CellProps {
  label: string;
  column: TableColumn;
  value: unknown;
  isDisabled?: boolean;
  onChange: (value: unknown) => void;
  onPaste: (event: ClipboardEvent) => void;
}

function Cell({ label, column, value, isDisabled, onChange, onPaste }: CellProps) {
  // What is typed is kept as typed: "1." is on its way to a number.
  const [draft, setDraft] = useState(asText(value));
  useEffect(() => {
    setDraft((old) => (asText(cellValue(column, old)) === asText(value) ? old : asText(value)));
  }, [column, value]);

  if (column.type === "boolean") {
    return (
      <input
        type="checkbox"
        aria-label={label}
        checked={value === true || asText(value).toLowerCase() === "true"}
        disabled={isDisabled}
        onChange={(event) => onChange(event.target.checked)}
      />
    );
  }
  const typed = cellValue(column, draft);
  const isWrong = column.type === "number" && draft.trim() !== "" && typeof typed !== "number";
  return (
    <input
      aria-label={label}
      aria-invalid={isWrong ? true : undefined}
      title={isWrong ? "This column holds numbers." : undefined}
      className={column.type === "number" ? "is-number" : ""}
      value={draft}
      disabled={isDisabled}
      onChange={(event) => {
        setDraft(event.target.value);
        onChange(cellValue(column, event.target.value));
      }}
      onPaste={onPaste}
    />
  );
}

function columnsOf(declared: TableColumn[] | undefined, rows: readonly Row[]): TableColumn[] {
  if (declared?.length) return declared;
  return [...new Set(rows.flatMap((row) => Object.keys(row)))].map((name) => ({ name }));
}

function cellValue(column: TableColumn, text: string): unknown {
  if (column.type === "number" && text.trim() !== "" && Number.isFinite(Number(text))) return Number(text);
  if (column.type === "boolean" && /^(true|false)$/i.test(text)) return text.toLowerCase() === "true";
  return text;
}
