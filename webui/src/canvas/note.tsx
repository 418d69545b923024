import { type NodeProps, NodeResizer } from "@xyflow/react";
import { memo, useState } from "react";
import type { CanvasNode } from "@/canvas/node";
import { resizeNote, setNote } from "@/document/edits";
import "./note.css";

/** Colours of notes, as the file names them. */
export const NOTE_COLORS = ["amber", "neutral", "rose", "blue", "lime", "emerald", "transparent"] as const;

/** A sticky note. */
export const NoteNode = memo(function NoteNode({ id, data, selected }: NodeProps<CanvasNode>) {
  const { node, face } = data;
  const [isEditing, setEditing] = useState(false);
  const text = node.data.node?.description ?? "";
  const declared = (node.data.node?.template as Record<string, unknown> | undefined)?.backgroundColor;
  const color =
    typeof declared === "string" && (NOTE_COLORS as readonly string[]).includes(declared) ? declared : "amber";
  return (
    <>
      <NodeResizer
        isVisible={selected}
        minWidth={120}
        minHeight={60}
        onResizeEnd={(_event, { x, y, width, height }) => resizeNote(id, { width, height }, { x, y })}
      />
      {/* biome-ignore lint/a11y/useSemanticElements: a note on a canvas is no article of the page. */}
      <div
        id={`node-${id}`}
        role="group"
        aria-label={`Note: ${text.slice(0, 60) || "empty"}`}
        className={`note note-${color} ${selected ? "is-selected" : ""}`}
        style={{ minHeight: face.height }}
        onDoubleClick={() => setEditing(true)}
      >
        {isEditing ? (
          <textarea
            className="note-editor nodrag nopan nowheel"
            aria-label="Text of the note"
            // biome-ignore lint/a11y/noAutofocus: the user just asked to edit it.
            autoFocus
            value={text}
            placeholder="Write Markdown"
            onChange={(event) => setNote(id, { text: event.target.value })}
            onBlur={() => setEditing(false)}
            onKeyDown={(event) => {
              event.stopPropagation();
              if (event.key === "Escape") setEditing(false);
            }}
          />
        ) : (
          <>
            <div className="note-text">
              {text ? <NoteText text={text} /> : <span className="is-unset">Double-click to write</span>}
            </div>
            <p className="note-title" aria-hidden="true">
              {titleOf(text)}
            </p>
          </>
        )}
      </div>
    </>
  );
});

/** What a note is about, in one line: its first heading, else its first words. */
function titleOf(text: string): string {
  const lines = text.split("\n").map((line) => line.trim());
  const line = lines.find((each) => /^#{1,4}\s/.test(each)) ?? lines.find((each) => /\p{L}/u.test(each)) ?? "";
  return line
    .replace(/^(?:#{1,4}|[-*•]|\d+\.)\s+/, "")
    .replace(/\[([^\]]+)\]\([^)]*\)/g, "$1")
    .replace(/\*\*|__|`/g, "");
}

/** The Markdown that notes use: headings, lists, bold, code; everything else as plain text. */
function NoteText({ text }: { text: string }) {
  return text.split("\n").map((line, index) => {
    const heading = /^(#{1,4})\s+(.*)$/.exec(line);
    const item = /^\s*(?:[-*•]|\d+\.)\s+(.*)$/.exec(line);
    const className = heading ? `note-heading note-h${heading[1]?.length}` : item ? "note-item" : "note-line";
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity but their place.
      <p key={index} className={className}>
        {inline(heading?.[2] ?? item?.[1] ?? line)}
      </p>
    );
  });
}

function inline(text: string) {
  return text.split(/(\*\*[^*]+\*\*|__[^_]+__|`[^`]+`)/).map((part, index) => {
    const key = `${index}`;
    if (/^(\*\*|__)/.test(part) && part.length > 4) return <strong key={key}>{part.slice(2, -2)}</strong>;
    if (part.startsWith("`") && part.length > 2) return <code key={key}>{part.slice(1, -1)}</code>;
    return part.replace(/\[([^\]]+)\]\([^)]*\)/g, "$1");
  });
}
