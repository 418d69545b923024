import type { RunEvent } from "@/runs/events";

/** Takes the events of a frame, in order. */
export type RunListener = (flowId: string, events: readonly RunEvent[]) => void;

const listeners = new Set<RunListener>();

/** Hears the events of every run that this window follows; gives what ends it. */
export function onRunEvents(listener: RunListener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Passes events on. */
export function publish(flowId: string, events: readonly RunEvent[]): void {
  for (const listener of listeners) listener(flowId, events);
}

/** Collects events and hands them over once per frame, so that a thousand of them draw once. */
export class FrameBatch {
  private waiting: RunEvent[] = [];
  private cancel: (() => void) | null = null;

  constructor(private readonly deliver: (events: readonly RunEvent[]) => void) {}

  add(event: RunEvent): void {
    this.waiting.push(event);
    this.cancel ??= soon(() => this.flush());
  }

  /** Hands over what waits, now. */
  flush(): void {
    this.cancel?.();
    this.cancel = null;
    const events = this.waiting;
    this.waiting = [];
    if (events.length) this.deliver(events);
  }

  /** Forgets what waits. */
  drop(): void {
    this.waiting = [];
    this.cancel?.();
    this.cancel = null;
  }
}

/** At the next frame; a hidden window has none, so a timer stands in. */
function soon(act: () => void): () => void {
  if (document.visibilityState === "hidden") {
    const timer = setTimeout(act, 100);
    return () => clearTimeout(timer);
  }
  const frame = requestAnimationFrame(act);
  const timer = setTimeout(act, 250);
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
}
