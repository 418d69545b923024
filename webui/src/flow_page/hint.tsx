import { useEffect, useRef } from "react";
import { useView } from "@/canvas/view";
import { Button } from "@/ui/button";
import { Kbd } from "@/ui/kbd";

/** A sentence next to the pointer: why a wire was refused, what could not be pasted; with an act that helps, if there is one. */
export function Hint() {
  const hint = useView((view) => view.hint);
  return (
    <div role="status" aria-live="polite">
      {hint ? (
        <div
          className="hint"
          style={{
            left: Math.min(hint.x + 12, window.innerWidth - 340),
            top: Math.min(hint.y + 12, window.innerHeight - 110),
          }}
        >
          <p>{hint.text}</p>
          {hint.act ? <HintAct {...hint.act} /> : null}
        </div>
      ) : null}
    </div>
  );
}

/** Has the focus, so that Enter does it and Esc lets it be. */
function HintAct({ label, perform }: { label: string; perform: () => void }) {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), []);
  const close = () => {
    useView.setState({ hint: null });
    useView.getState().camera?.focus();
  };
  return (
    <Button
      ref={button}
      kind="outline"
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        close();
      }}
      onClick={() => {
        perform();
        close();
      }}
    >
      {label} <Kbd>Enter</Kbd>
    </Button>
  );
}
