import { Plus, X } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "@/ui/button";
import { IconButton } from "@/ui/icon_button";

export interface RowsProps {
  label: string;
  /** Drawn per row. */
  rows: readonly ReactNode[];
  isDisabled?: boolean;
  onAdd: () => void;
  onRemove: (index: number) => void;
}

/** A growing column of editors with add and remove; shared by lists and dictionaries. */
export function Rows({ label, rows, isDisabled, onAdd, onRemove }: RowsProps) {
  return (
    <div className="input-rows">
      {rows.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place.
        <div className="input-row" key={index}>
          {row}
          <IconButton
            label={`Remove row ${index + 1} of ${label}`}
            disabled={isDisabled}
            onClick={() => onRemove(index)}
          >
            <X />
          </IconButton>
        </div>
      ))}
      <Button icon={<Plus />} disabled={isDisabled} onClick={onAdd} aria-label={`Add to ${label}`}>
        Add
      </Button>
    </div>
  );
}
