import type { FlowSummary } from "@/flows/flow_summary";

/** The ways home can be sorted. */
export const SORTS = {
  edited: "Last edited",
  name: "Name",
  run: "Last run",
} as const;

export type Sort = keyof typeof SORTS;

/** A sorted copy: pinned flows first; newest first for times, A to Z for names; flows that never ran come last. */
export function sortFlows(flows: readonly FlowSummary[], sort: Sort, pinned: ReadonlySet<string>): FlowSummary[] {
  const byName = (a: FlowSummary, b: FlowSummary) => a.name.localeCompare(b.name, undefined, { numeric: true });
  const newest = (a: string, b: string) => b.localeCompare(a);
  const compare: Record<Sort, (a: FlowSummary, b: FlowSummary) => number> = {
    edited: (a, b) => newest(a.updated_at, b.updated_at) || byName(a, b),
    name: byName,
    run: (a, b) => newest(a.last_run?.at ?? "", b.last_run?.at ?? "") || newest(a.updated_at, b.updated_at),
  };
  return [...flows].sort((a, b) => Number(pinned.has(b.id)) - Number(pinned.has(a.id)) || compare[sort](a, b));
}

/** Whether every word of `query` occurs in the flow's name, description or component types. */
export function isFound(flow: FlowSummary, query: string): boolean {
  return holdsWords([flow.name, flow.description ?? "", ...flow.types], query);
}

/** Whether every word of `query` occurs in one of the texts, whatever its capitals. */
export function holdsWords(texts: readonly string[], query: string): boolean {
  const hay = texts.join("\n").toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => hay.includes(word));
}
