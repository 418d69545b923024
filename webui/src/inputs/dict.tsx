import { asText, type InputProps } from "@/inputs/input_props";
import { Rows } from "@/inputs/rows";
import { TextInput } from "@/ui/text_input";

/** Names and values. Stored as an object, or as the list of one-key objects that the file already has. */
export function DictInput({ label, field, onChange, place, isDisabled }: InputProps) {
  const isPairList = Array.isArray(field.value);
  const pairs = pairsOf(field.value);
  const store = (next: [string, string][]) =>
    onChange(isPairList ? next.map(([key, value]) => ({ [key]: value })) : Object.fromEntries(next));

  if (place === "node") {
    const words = pairs.map(([key, value]) => `${key}: ${value}`).join(", ");
    return (
      <output className="text-input is-summary" aria-label={label}>
        {words || "Empty · edit in the Node tab"}
      </output>
    );
  }
  return (
    <Rows
      label={label}
      isDisabled={isDisabled}
      onAdd={() => store([...pairs, [freeKey(pairs), ""]])}
      onRemove={(index) => store(pairs.toSpliced(index, 1))}
      rows={pairs.map(([key, value], index) => (
        <div className="input-pair" key="pair">
          <TextInput
            aria-label={`${label} name ${index + 1}`}
            value={key}
            disabled={isDisabled}
            onChange={(event) => store(pairs.with(index, [event.target.value, value]))}
          />
          <TextInput
            aria-label={`${label} value ${index + 1}`}
            value={value}
            disabled={isDisabled}
            onChange={(event) => store(pairs.with(index, [key, event.target.value]))}
          />
        </div>
      ))}
    />
  );
}

function pairsOf(value: unknown): [string, string][] {
  const objects = Array.isArray(value) ? value : [value];
  return objects.flatMap((part) =>
    typeof part === "object" && part !== null
      ? Object.entries(part).map(([key, item]): [string, string] => [key, asText(item)])
      : [],
  );
}

function freeKey(pairs: readonly [string, string][]): string {
  const taken = new Set(pairs.map(([key]) => key));
  let number = pairs.length + 1;
  while (taken.has(`key_${number}`)) number++;
  return `key_${number}`;
}
