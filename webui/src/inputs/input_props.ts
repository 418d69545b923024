import type { FieldTemplate } from "@/api/flow_data";

/** What every field editor gets. */
export interface InputProps {
  /** DOM id for its label. */
  id: string;
  /** Accessible name; the visible label may stand elsewhere. */
  label: string;
  field: FieldTemplate;
  /** The node that has the field. */
  nodeId: string;
  /** The field's key in the node. */
  fieldKey: string;
  /** Sets the value, and other attributes of the field with it (`load_from_db`, `file_path`). */
  onChange: (value: unknown, attributes?: Partial<FieldTemplate>) => void;
  /** On the node's face there is one line or a small box; the dock has room. */
  place: "node" | "dock" | "big";
  isDisabled?: boolean;
}

/** A stored value as text. */
export function asText(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "string" ? value : typeof value === "object" ? JSON.stringify(value) : String(value);
}
