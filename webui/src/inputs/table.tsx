import { Plus, X } from "lucide-react";
import type { TableColumn } from "@/api/flow_data";
import { asText, type InputProps } from "@/inputs/input_props";
import { Button } from "@/ui/button";
import { IconButton } from "@/ui/icon_button";

type Row = Record<string, unknown>;

/** Rows of named values. On a node only their number; edited in the dock. */
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
  const setCell = (index: number, column: TableColumn, text: string) =>
    onChange(rows.with(index, { ...rows[index], [column.name]: parseCell(column, text) }));
  const empty = (): Row => Object.fromEntries(columns.map((column) => [column.name, column.default ?? ""]));
  return (
    <div className="input-table">
      <table aria-label={label}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.name} title={column.description}>
                {column.display_name ?? column.name}
              </th>
            ))}
            <th aria-label="Remove" />
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place.
            <tr key={index}>
              {columns.map((column) => (
                <td key={column.name}>
                  <input
                    aria-label={`${column.display_name ?? column.name}, row ${index + 1}`}
                    value={asText(row[column.name])}
                    disabled={isDisabled}
                    onChange={(event) => setCell(index, column, event.target.value)}
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
        onClick={() => onChange([...rows, empty()])}
      >
        Add row
      </Button>
    </div>
  );
}

function columnsOf(declared: TableColumn[] | undefined, rows: readonly Row[]): TableColumn[] {
  if (declared?.length) return declared;
  return [...new Set(rows.flatMap((row) => Object.keys(row)))].map((name) => ({ name }));
}

function parseCell(column: TableColumn, text: string): unknown {
  if (column.type === "number" && text.trim() !== "" && Number.isFinite(Number(text))) return Number(text);
  if (column.type === "boolean" && /^(true|false)$/i.test(text)) return text.toLowerCase() === "true";
  return text;
}
