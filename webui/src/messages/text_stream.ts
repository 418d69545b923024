/** The text of a message while it is written. Readers append to the page; React is not asked for every piece. */
export class TextStream {
  text = "";
  private readonly readers = new Set<(piece: string) => void>();

  append(piece: string): void {
    if (!piece) return;
    this.text += piece;
    for (const reader of this.readers) reader(piece);
  }

  /** Hears every further piece; gives what ends it. */
  read(reader: (piece: string) => void): () => void {
    this.readers.add(reader);
    return () => this.readers.delete(reader);
  }
}

/**
 * Where the last unfinished paragraph begins: all before it will not change any more and can be laid out as Markdown.
 * A blank line ends a paragraph, but not inside a code block.
 */
export function settledLength(text: string): number {
  let settled = 0;
  let isCode = false;
  let at = 0;
  for (const line of text.split("\n")) {
    const next = at + line.length + 1;
    if (/^\s*(```|~~~)/.test(line)) {
      isCode = !isCode;
      if (!isCode && next <= text.length) settled = next;
    } else if (!isCode && line.trim() === "" && next <= text.length) settled = next;
    at = next;
  }
  return settled;
}
