import { SORTS, type Sort } from "@/flows/flow_order";

const SORT_KEY = "runnel.home.sort";
const FORM_KEY = "runnel.home.form";

/** How home shows flows: cards with a drawing, or one line each. */
export type Form = "cards" | "lines";

/** The order chosen last on this computer. */
export function keptSort(): Sort {
  const kept = localStorage.getItem(SORT_KEY);
  return kept !== null && kept in SORTS ? (kept as Sort) : "edited";
}

/** Remembers the order for the next time. */
export function keepSort(sort: Sort): void {
  localStorage.setItem(SORT_KEY, sort);
}

/** The form chosen last on this computer. */
export function keptForm(): Form {
  return localStorage.getItem(FORM_KEY) === "lines" ? "lines" : "cards";
}

/** Remembers the form for the next time. */
export function keepForm(form: Form): void {
  localStorage.setItem(FORM_KEY, form);
}
