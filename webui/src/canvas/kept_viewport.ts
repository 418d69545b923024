import type { FlowData } from "@/api/flow_data";
import { keep, kept } from "@/api/kept";

type Viewport = NonNullable<FlowData["viewport"]>;

const NAME = "runnel.viewports";
const KEPT = 50;

function all(): Record<string, Viewport> {
  try {
    return JSON.parse(kept(NAME) ?? "{}") as Record<string, Viewport>;
  } catch {
    return {};
  }
}

/** Where this computer last looked at a flow; null when it never did. */
export function keptViewport(flowId: string): Viewport | null {
  return all()[flowId] ?? null;
}

/** Remembers where a flow is looked at, for the last 50 flows. Looking is no change of the flow, so it is not saved in it. */
export function keepViewport(flowId: string, viewport: Viewport): void {
  const { [flowId]: _old, ...others } = all();
  const entries = [...Object.entries(others).slice(1 - KEPT), [flowId, viewport] as const];
  keep(NAME, JSON.stringify(Object.fromEntries(entries)));
}
