import { useEffect, useState } from "react";
import { asText, type InputProps } from "@/inputs/input_props";
import { Rows } from "@/inputs/rows";
import { TextInput } from "@/ui/text_input";

type Pair = readonly [key: string, value: string];

/** Names and values. Stored as an object, or as the list of one-key objects that the file already has. */
export function DictInput({ label, field, onChange, place, isDisabled }: InputProps) {
  const isPairList = Array.isArray(field.value);
  const stored = pairsOf(field.value);
  // Names may be empty or equal while they are typed, which an object cannot hold.
  const [pairs, setPairs] = useState<readonly Pair[]>(stored);
  const written = JSON.stringify(storedAs(pairs, isPairList));

  // biome-ignore lint/correctness/useExhaustiveDependencies: only a value that came from elsewhere replaces what is typed.
  useEffect(() => {
    if (JSON.stringify(storedAs(stored, isPairList)) !== written) setPairs(stored);
  }, [field.value]);

  const store = (next: readonly Pair[]) => {
    setPairs(next);
    onChange(storedAs(next, isPairList));
  };

  if (place === "node") {
    const words = stored.map(([key, value]) => `${key}: ${value}`).join(", ");
    return (
      <output className="text-input is-summary" aria-label={label}>
        {words || "Empty · edit in the Node tab"}
      </output>
    );
  }
  const names = pairs.map(([key]) => key);
  const repeated = names.find((name, index) => name !== "" && names.indexOf(name) !== index);
  return (
    <>
      <Rows
        label={label}
        isDisabled={isDisabled}
        onAdd={() => store([...pairs, [freeKey(pairs), ""]])}
        onRemove={(index) => store(pairs.toSpliced(index, 1))}
        rows={pairs.map(([key, value], index) => (
          <div className="input-pair" key="pair">
            <TextInput
              aria-label={`${label} name ${index + 1}`}
              aria-invalid={key === repeated ? true : undefined}
              placeholder="Name"
              value={key}
              disabled={isDisabled}
              onChange={(event) => store(pairs.with(index, [event.target.value, value]))}
            />
            <TextInput
              aria-label={`${label} value ${index + 1}`}
              placeholder="Value"
              value={value}
              disabled={isDisabled}
              onChange={(event) => store(pairs.with(index, [key, event.target.value]))}
            />
          </div>
        ))}
      />
      {repeated ? <p className="field-error">“{repeated}” stands here twice; the last one counts.</p> : null}
    </>
  );
}

function storedAs(pairs: readonly Pair[], isPairList: boolean): unknown {
  const named = pairs.filter(([key]) => key !== "");
  return isPairList ? named.map(([key, value]) => ({ [key]: value })) : Object.fromEntries(named);
}

function pairsOf(value: unknown): Pair[] {
  const objects = Array.isArray(value) ? value : [value];
  return objects.flatMap((part) =>
    typeof part === "object" && part !== null
      ? Object.entries(part).map(([key, item]): Pair => [key, asText(item)])
      : [],
  );
}

function freeKey(pairs: readonly Pair[]): string {
  const taken = new Set(pairs.map(([key]) => key));
  let number = pairs.length + 1;
  while (taken.has(`key_${number}`)) number++;
  return `key_${number}`;
}
