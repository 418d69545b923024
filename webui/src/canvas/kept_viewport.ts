import type { FlowData } from "@/api/flow_data";
import { keep, kept } from "@/api/kept";

type Viewport = NonNullable<FlowData["viewport"]>;

/** With the width of the window that it was looked at in. */
type Kept = Viewport & { width?: number };

/** In a window with less than this of the width, what was looked at lies outside or below the dock. */
const LEAST_WIDTH = 0.8;

const NAME = "runnel.viewports";
const KEPT = 50;

function all(): Record<string, Kept> {
  try {
    return JSON.parse(kept(NAME) ?? "{}") as Record<string, Kept>;
  } catch {
    return {};
  }
}

/** Where this computer last looked at a flow; null when it never did, or in a much wider window than this one. */
export function keptViewport(flowId: string): Viewport | null {
  const found = all()[flowId];
  if (!found || innerWidth < (found.width ?? 0) * LEAST_WIDTH) return null;
  const { x, y, zoom } = found;
  return { x, y, zoom };
}

/** Remembers where a flow is looked at, for the last 50 flows. Looking is no change of the flow, so it is not saved in it. */
export function keepViewport(flowId: string, viewport: Viewport): void {
  const { [flowId]: _old, ...others } = all();
  const entries = [...Object.entries(others).slice(1 - KEPT), [flowId, { ...viewport, width: innerWidth }] as const];
  keep(NAME, JSON.stringify(Object.fromEntries(entries)));
}
