/** A short text for a value: FNV-1a of its JSON. Two values with one mark are taken for the same. */
export function markOf(value: unknown): string {
  let hash = 0x811c9dc5;
  for (const letter of JSON.stringify(value) ?? "") {
    hash ^= letter.codePointAt(0) ?? 0;
    hash = Math.imul(hash, 0x01000193);
  }
  return (hash >>> 0).toString(36);
}
