import { useMemo, useState } from "react";

/** Which flows of a list are selected. Ids that left the list count no more. */
export interface Selection {
  ids: ReadonlySet<string>;
  toggle: (id: string, reach: "one" | "range") => void;
  selectAll: () => void;
  clear: () => void;
}

/** The selection in a list of flows shown in the order of `shown`. */
export function useSelection(shown: readonly string[]): Selection {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [anchor, setAnchor] = useState<string | null>(null);
  const ids = useMemo(() => new Set(shown.filter((id) => chosen.has(id))), [shown, chosen]);

  return {
    ids,
    toggle: (id, reach) => {
      setAnchor(id);
      if (reach === "range" && anchor !== null) {
        const [from, to] = [shown.indexOf(anchor), shown.indexOf(id)].sort((a, b) => a - b) as [number, number];
        if (from >= 0) return setChosen(new Set([...ids, ...shown.slice(from, to + 1)]));
      }
      const next = new Set(ids);
      if (!next.delete(id)) next.add(id);
      setChosen(next);
    },
    selectAll: () => setChosen(new Set(shown)),
    clear: () => setChosen(new Set()),
  };
}
