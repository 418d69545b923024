import { SORTS, type Sort } from "@/flows/flow_order";

const KEY = "runnel.home.sort";

/** The order chosen last on this computer. */
export function keptSort(): Sort {
  const kept = localStorage.getItem(KEY);
  return kept !== null && kept in SORTS ? (kept as Sort) : "edited";
}

/** Remembers the order for the next time. */
export function keepSort(sort: Sort): void {
  localStorage.setItem(KEY, sort);
}
