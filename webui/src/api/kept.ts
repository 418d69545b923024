import { useSyncExternalStore } from "react";
import { client } from "@/api/client";

/** What pages remember of how things were left, each a text of its own. */
const NAMES = ["runnel.home.sort", "runnel.home.form", "runnel.view", "runnel.viewports"] as const;

type Name = (typeof NAMES)[number];

/** A pause in changes after which the server hears of them. */
const SEND_AFTER_MS = 2_000;

const unsent = new Set<Name>();
const watchers = new Set<() => void>();
let isKnown = false;
let timer: ReturnType<typeof setTimeout> | undefined;

/**
 * What was kept under a name; null for nothing. It lies in the browser's storage, where it is at hand before the first
 * paint, and with the server's preferences: the storage belongs to one address, and the port may be another next time.
 */
export function kept(name: Name): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

/** Keeps a text for the next time. */
export function keep(name: Name, text: string): void {
  if (kept(name) === text) return;
  store(name, text);
  unsent.add(name);
  clearTimeout(timer);
  timer = setTimeout(send, SEND_AFTER_MS);
  tell();
}

/** Takes over what the server knows when the page opens; null when it did not say. Later calls change nothing. */
export function adoptKept(preferences: Record<string, unknown> | null): void {
  if (isKnown) return;
  for (const name of NAMES) {
    const text = preferences?.[name];
    if (typeof text === "string" && !unsent.has(name)) store(name, text);
  }
  isKnown = true;
  tell();
}

/** As `kept`, for what is drawn by it. */
export function useKept(name: Name): string | null {
  return useSyncExternalStore(watch, () => kept(name));
}

/** Whether the server has said what it knows. */
export function useIsKeptKnown(): boolean {
  return useSyncExternalStore(watch, () => isKnown);
}

/** Calls `hear` when the server has said what it knows, and that is news. */
export function onKeptNews(name: Name, hear: () => void): void {
  const before = kept(name);
  const forget = watch(() => {
    if (!isKnown) return;
    forget();
    if (kept(name) !== before && !unsent.has(name)) hear();
  });
}

function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

function store(name: Name, text: string): void {
  try {
    localStorage.setItem(name, text);
  } catch {
    // Storage is off: the server alone remembers.
  }
}

function tell(): void {
  for (const watcher of watchers) watcher();
}

function send(): void {
  clearTimeout(timer);
  if (unsent.size === 0) return;
  const body = Object.fromEntries([...unsent].map((name) => [name, kept(name)]));
  unsent.clear();
  // Nobody waits for it, and it is no loss: this address knows it by itself.
  client.PATCH("/api/v1/preferences", { body: body as never, keepalive: true }).catch(() => undefined);
}

globalThis.addEventListener?.("pagehide", send);
