import { type ReactNode, useId } from "react";
import "./panel.css";

export interface PanelProps {
  /** Left out where the page's heading says it already. */
  title?: string;
  /** One or two sentences: what this is for. */
  text?: ReactNode;
  /** Right of the title. */
  act?: ReactNode;
  children?: ReactNode;
}

/** A titled group of settings. */
export function Panel({ title, text, act, children }: PanelProps) {
  const id = useId();
  return (
    <section className="panel" aria-labelledby={title ? id : undefined}>
      <div className="panel-head">
        <div>
          {title ? <h2 id={id}>{title}</h2> : null}
          {text ? <p>{text}</p> : null}
        </div>
        {act}
      </div>
      {children}
    </section>
  );
}

/** Rows in one frame, divided by lines. */
export function Rows({ label, children }: { label?: string; children: ReactNode }) {
  return (
    <ul className="panel-rows" aria-label={label}>
      {children}
    </ul>
  );
}
