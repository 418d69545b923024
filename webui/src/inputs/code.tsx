import { asText, type InputProps } from "@/inputs/input_props";

/** Source text, to read. */
export function CodeInput({ label, field, place }: InputProps) {
  const text = asText(field.value);
  if (place === "node") {
    return (
      <output className="text-input is-summary is-code" aria-label={label}>
        {text ? `${text.split("\n").length} lines` : "Empty"}
      </output>
    );
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: long code must be scrollable by keyboard.
    <section className="input-code" tabIndex={0} aria-label={label}>
      <pre>{text}</pre>
    </section>
  );
}
