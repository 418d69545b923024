import { type KeyboardEvent, type RefObject, useCallback, useState } from "react";

/** Moves by arrow keys over a grid of cards of which one is the tab stop. Cards are found by `data-card-link`. */
export function useCardFocus(grid: RefObject<HTMLElement | null>, ids: readonly string[]) {
  const [wanted, setFocused] = useState<string | null>(null);
  const focused = wanted && ids.includes(wanted) ? wanted : (ids[0] ?? null);

  const onKeyDown = useCallback(
    (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const links = [...(grid.current?.querySelectorAll<HTMLElement>("[data-card-link]") ?? [])];
      const at = links.indexOf(event.target as HTMLElement);
      if (at < 0) return;
      const next = nextIndex(event.key, at, links.length, columnsOf(links));
      if (next === null) return;
      event.preventDefault();
      links[next]?.focus();
    },
    [grid],
  );

  return { focused, setFocused, onKeyDown };
}

/** Where a key leads from card `at`; null: the key does not move. */
export function nextIndex(key: string, at: number, count: number, columns: number): number | null {
  const to = {
    ArrowLeft: at - 1,
    ArrowRight: at + 1,
    ArrowUp: at - columns,
    ArrowDown: at + columns,
    Home: 0,
    End: count - 1,
  }[key];
  if (to === undefined) return null;
  // Down from the last full row reaches the last card, as in file managers.
  if (key === "ArrowDown" && to >= count)
    return Math.floor(at / columns) < Math.floor((count - 1) / columns) ? count - 1 : at;
  return to < 0 || to >= count ? at : to;
}

function columnsOf(links: readonly HTMLElement[]): number {
  const top = links[0]?.getBoundingClientRect().top;
  const below = links.findIndex((link) => link.getBoundingClientRect().top !== top);
  return below < 0 ? Math.max(1, links.length) : below;
}
