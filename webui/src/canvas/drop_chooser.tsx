import { useEffect, useRef } from "react";
import { type Link, makeLink, placeWords } from "@/canvas/wiring";

/** Several places at one node take the wire. */
export interface DropChoice {
  links: readonly Link[];
  at: { x: number; y: number };
  /** Which end is being chosen. */
  by: "field" | "output";
}

/** The small list that asks where at the node a dropped wire goes. */
export function DropChooser({ choice, onDone }: { choice: DropChoice; onDone: () => void }) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector("button")?.focus();
    const close = (event: PointerEvent) => {
      if (!list.current?.contains(event.target as Node)) onDone();
    };
    window.addEventListener("pointerdown", close, true);
    return () => window.removeEventListener("pointerdown", close, true);
  }, [onDone]);

  return (
    <div
      ref={list}
      className="menu drop-chooser"
      role="menu"
      aria-label="Connect to"
      tabIndex={-1}
      style={{
        left: Math.min(choice.at.x, window.innerWidth - 220),
        top: Math.min(choice.at.y, window.innerHeight - 200),
      }}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Escape") onDone();
        const step =
          event.key === "ArrowDown" ? "nextElementSibling" : event.key === "ArrowUp" ? "previousElementSibling" : null;
        const next = step && document.activeElement?.[step];
        if (next instanceof HTMLElement) next.focus();
      }}
    >
      {choice.links.map((link) => (
        <button
          key={`${link.output.name} ${link.key}`}
          type="button"
          role="menuitem"
          className="menu-item"
          onClick={() => {
            makeLink(link);
            onDone();
          }}
        >
          {choice.by === "field" ? placeWords(link) : (link.output.display_name ?? link.output.name)}
        </button>
      ))}
    </div>
  );
}
