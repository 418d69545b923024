import "./text.css";

/** Something is under way. `label` is what a screen reader hears. */
export function Spinner({ label = "Loading" }: { label?: string }) {
  return <span className="spinner" role="status" aria-label={label} />;
}
