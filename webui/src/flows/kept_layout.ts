import { keep, useKept } from "@/api/kept";
import { SORTS, type Sort } from "@/flows/flow_order";

/** How home shows flows: cards with a drawing, or one line each. */
export type Form = "cards" | "lines";

/** The order of flows that was chosen last, and the way to choose. */
export function useKeptSort(): [Sort, (sort: Sort) => void] {
  const kept = useKept("runnel.home.sort");
  const sort = kept !== null && kept in SORTS ? (kept as Sort) : "edited";
  return [sort, (next) => keep("runnel.home.sort", next)];
}

/** The form that was chosen last, and the way to choose. */
export function useKeptForm(): [Form, (form: Form) => void] {
  const form = useKept("runnel.home.form") === "lines" ? "lines" : "cards";
  return [form, (next) => keep("runnel.home.form", next)];
}
