/** Names that a prompt variable must not have. */
const RESERVED = new Set([
  "input_variables",
  "output_parser",
  "partial_variables",
  "template",
  "template_format",
  "validate_template",
]);

/** A stretch of prompt text. `text` is the source as typed, so that all parts joined give the whole. */
export interface PromptPart {
  kind: "text" | "variable" | "invalid";
  text: string;
  /** The variable's name (kind "variable" and "invalid"). */
  name?: string;
  /** Why it is no valid variable. */
  reason?: string;
}

/** Splits prompt text into plain text and `{variables}`. Doubled braces are literal (the reverse with `isDouble`). */
export function promptParts(text: string, isDouble = false): PromptPart[] {
  const pattern = isDouble ? /\{\{([^{}]*)\}\}/g : /\{\{|\}\}|\{([^{}]*)\}/g;
  const parts: PromptPart[] = [];
  let from = 0;
  const plain = (until: number) => {
    if (until <= from) return;
    const last = parts.at(-1);
    const piece = text.slice(from, until);
    if (last?.kind === "text") last.text += piece;
    else parts.push({ kind: "text", text: piece });
    from = until;
  };
  for (const match of text.matchAll(pattern)) {
    const end = match.index + match[0].length;
    const name = match[1];
    if (name === undefined) {
      plain(end);
      continue;
    }
    plain(match.index);
    const reason = invalidName(name);
    parts.push(reason ? { kind: "invalid", text: match[0], name, reason } : { kind: "variable", text: match[0], name });
    from = end;
  }
  plain(text.length);
  return parts;
}

/** The variables of a prompt in the order of their first use, valid names only. */
export function promptVariables(text: string, isDouble = false): string[] {
  const names = promptParts(text, isDouble).flatMap((part) =>
    part.kind === "variable" && part.name ? [part.name] : [],
  );
  return [...new Set(names)];
}

/** Why a name cannot be a variable, or null. */
export function invalidName(name: string): string | null {
  if (name === "") return "A variable needs a name: {name}. Write {{ and }} for plain braces.";
  if (/^\d/.test(name)) return `“${name}” begins with a digit.`;
  const bad = /[\s,.:;!?/\\()[\]]/.exec(name);
  if (bad)
    return bad[0].trim() === "" ? `“${name}” contains a space; use _ instead.` : `“${name}” contains “${bad[0]}”.`;
  if (RESERVED.has(name)) return `“${name}” is a reserved name.`;
  return null;
}

/** A name as near to `name` as one can be that is allowed, or null when nothing of it is left. */
export function fixedName(name: string): string | null {
  const words = name
    .trim()
    .replaceAll(/[\s,.:;!?/\\()[\]]+/g, "_")
    .replaceAll(/^_+|_+$/g, "");
  if (!words) return null;
  if (/^\d/.test(words)) return `n${words}`;
  return RESERVED.has(words) ? `${words}_text` : words;
}

/** A variable's name after what fills it: "Chat Input" gives `chat_input`; unlike all `taken`. */
export function variableNameOf(words: string, taken: ReadonlySet<string>): string {
  const base = fixedName(words.toLowerCase().replaceAll(/[^\p{L}\p{N}_]+/gu, "_")) ?? "value";
  let name = base;
  for (let number = 2; taken.has(name); number++) name = `${base}_${number}`;
  return name;
}

/** The braces that the caret stands in, with their place in the text; null when it stands in plain text. */
export function partAt(
  text: string,
  caret: number,
  isDouble = false,
): (PromptPart & { from: number; to: number }) | null {
  let from = 0;
  for (const part of promptParts(text, isDouble)) {
    const to = from + part.text.length;
    if (part.kind !== "text" && caret > from && caret < to) return { ...part, from, to };
    from = to;
  }
  return null;
}
