import { type RefObject, startTransition, useEffect, useRef, useState } from "react";

const FIRST = 48;
const STEP = 60;
/** More is drawn before its place comes into view. */
const AHEAD = "1200px";

/** How much of a long list is drawn: a screenful, and more while it is scrolled. */
export interface GrowingList {
  count: number;
  /** Goes at the end of what is drawn. */
  end: RefObject<HTMLDivElement | null>;
  /** Draws everything, for a jump to the end. */
  showAll: () => void;
}

/** Grows as `end` comes near the view. `total` is the length of the whole list. */
export function useGrowingList(total: number): GrowingList {
  const [count, setCount] = useState(FIRST);
  const end = useRef<HTMLDivElement>(null);
  const hasMore = count < total;

  // biome-ignore lint/correctness/useExhaustiveDependencies: each step watches anew, since an end still in view tells nothing new.
  useEffect(() => {
    if (!end.current || !hasMore) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) startTransition(() => setCount((shown) => shown + STEP));
      },
      { rootMargin: AHEAD },
    );
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [hasMore, count]);

  return { count, end, showAll: () => setCount(total) };
}
