import { create } from "zustand";
import type { FlowNode } from "@/api/flow_data";
import { type Content, useDocument } from "@/document/document";

type Settled = Pick<Content, "nodes" | "edges" | "outer">;

/** How long nobody must have typed, and how long typing can put it off. */
const PAUSE_MS = 120;
const LONGEST_MS = 600;

/**
 * What is on the canvas, but for what is being typed into a field just now. For all that looks at every node (the
 * canvas, the list of problems, stale marks …), so that a key costs the one field that shows it, and not the flow.
 */
export const useSettledFlow = create<Settled>(() => settledOf(useDocument.getState()));

function settledOf({ nodes, edges, outer }: Settled): Settled {
  return { nodes, edges, outer };
}

let timer: ReturnType<typeof setTimeout> | undefined;
let waitsSince_ms: number | null = null;

function settle(): void {
  clearTimeout(timer);
  waitsSince_ms = null;
  useSettledFlow.setState(settledOf(useDocument.getState()));
}

useDocument.subscribe((now) => {
  const before = useSettledFlow.getState();
  if (now.nodes === before.nodes && now.edges === before.edges && now.outer === before.outer) return;
  const isTyping = now.edges === before.edges && now.outer === before.outer && differByValues(before.nodes, now.nodes);
  waitsSince_ms ??= Date.now();
  const rest_ms = waitsSince_ms + LONGEST_MS - Date.now();
  if (!isTyping || rest_ms <= 0) return settle();
  clearTimeout(timer);
  timer = setTimeout(settle, Math.min(PAUSE_MS, rest_ms));
});

/** Are these the same nodes at the same places, of which one has other values in its fields? */
function differByValues(before: readonly FlowNode[], now: readonly FlowNode[]): boolean {
  if (before.length !== now.length) return false;
  let isOne = false;
  for (let at = 0; at < now.length; at++) {
    const old = before[at] as FlowNode;
    const fresh = now[at] as FlowNode;
    if (old === fresh) continue;
    if (isOne || !differsByValues(old, fresh)) return false;
    isOne = true;
  }
  return isOne;
}

function differsByValues(old: FlowNode, fresh: FlowNode): boolean {
  // Which variables a prompt has goes with its text; a new one is a new field too.
  const { template: oldFields, custom_fields: _old, ...oldRest } = old.data.node ?? {};
  const { template: freshFields, custom_fields: _fresh, ...freshRest } = fresh.data.node ?? {};
  return (
    hasSame({ ...old, data: null }, { ...fresh, data: null }) &&
    hasSame({ ...old.data, node: null }, { ...fresh.data, node: null }) &&
    hasSame(oldRest, freshRest) &&
    Object.keys(oldFields ?? {}).join() === Object.keys(freshFields ?? {}).join()
  );
}

/** Do both have the same things under the same keys? */
function hasSame(some: object, others: object): boolean {
  const entries = Object.entries(some);
  return (
    entries.length === Object.keys(others).length &&
    entries.every(([key, value]) => (others as Record<string, unknown>)[key] === value)
  );
}
