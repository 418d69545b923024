import { asText, type InputProps } from "@/inputs/input_props";

/** A link that a component offers; opened outside. */
export function LinkInput({ label, field }: InputProps) {
  const url = asText(field.value);
  if (!/^https?:\/\//.test(url))
    return <span className="text-input is-summary">{asText(field.text) || "No address"}</span>;
  return (
    <a className="text-input is-summary" href={url} target="_blank" rel="noreferrer">
      {asText(field.text) || label}
    </a>
  );
}
