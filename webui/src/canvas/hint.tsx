import { useView } from "@/canvas/view";

/** A sentence next to the pointer: why a wire was refused, what could not be pasted. */
export function Hint() {
  const hint = useView((view) => view.hint);
  return (
    <div role="status" aria-live="polite">
      {hint ? (
        <p
          className="hint"
          style={{
            left: Math.min(hint.x + 12, window.innerWidth - 340),
            top: Math.min(hint.y + 12, window.innerHeight - 90),
          }}
        >
          {hint.text}
        </p>
      ) : null}
    </div>
  );
}
