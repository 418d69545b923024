import { useLayoutEffect, useRef, useState } from "react";
import { settledLength, type TextStream } from "@/messages/text_stream";
import { RichText } from "@/ui/rich_text";

/**
 * A text while it is written: whole paragraphs are laid out once, the last one grows as a single text node that pieces
 * are appended to.
 */
export function StreamingText({ stream }: { stream: TextStream }) {
  const [paragraphs, setParagraphs] = useState<readonly string[]>(() => withSettled([], stream.text));
  const settled = lengthOf(paragraphs);
  const tail = useRef<HTMLSpanElement>(null);

  useLayoutEffect(() => {
    const node = document.createTextNode(stream.text.slice(settled));
    tail.current?.replaceChildren(node);
    return stream.read((piece) => {
      node.appendData(piece);
      if (piece.includes("\n")) setParagraphs((before) => withSettled(before, stream.text));
    });
  }, [stream, settled]);

  return (
    <div className="chat-writing">
      {paragraphs.map((paragraph, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: paragraphs are only ever added.
        <RichText key={index} text={paragraph} />
      ))}
      <p className="plain-text">
        <span ref={tail} />
        <i className="chat-caret" aria-hidden="true" />
      </p>
    </div>
  );
}

/** What is settled of a text, in the pieces in which it became so: each is laid out once. */
function withSettled(before: readonly string[], text: string): readonly string[] {
  const from = lengthOf(before);
  const to = settledLength(text);
  return to > from ? [...before, text.slice(from, to)] : before;
}

function lengthOf(paragraphs: readonly string[]): number {
  return paragraphs.reduce((sum, paragraph) => sum + paragraph.length, 0);
}
