import { useEffect, useRef, useState } from "react";
import { settledLength, type TextStream } from "@/messages/text_stream";
import { RichText } from "@/ui/rich_text";

/**
 * A text while it is written: whole paragraphs are laid out once, the last one grows as a single text node that pieces
 * are appended to.
 */
export function StreamingText({ stream }: { stream: TextStream }) {
  const [settled, setSettled] = useState(() => settledLength(stream.text));
  const tail = useRef<HTMLSpanElement>(null);

  useEffect(() => {
    const node = document.createTextNode(stream.text.slice(settled));
    tail.current?.replaceChildren(node);
    return stream.read((piece) => {
      node.appendData(piece);
      if (piece.includes("\n")) setSettled(settledLength(stream.text));
    });
  }, [stream, settled]);

  return (
    <div className="chat-writing">
      {settled > 0 ? <RichText text={stream.text.slice(0, settled)} /> : null}
      <p className="plain-text">
        <span ref={tail} />
        <i className="chat-caret" aria-hidden="true" />
      </p>
    </div>
  );
}
