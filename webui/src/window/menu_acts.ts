import { useEffect } from "react";

/** Acts of the native window's menu that depend on the page. */
export type MenuAct = "new_flow" | "import" | "export";

/** What the page that is shown does for each; of several, the one that came last. */
const offered = new Map<MenuAct, (() => void)[]>();

/** Acts that were asked for while no page did them. */
const waiting = new Set<MenuAct>();

/** Offers an act to the native window's menu while the component is shown. */
export function useMenuAct(name: MenuAct, perform: () => void): void {
  useEffect(() => {
    offered.set(name, [...(offered.get(name) ?? []), perform]);
    if (waiting.delete(name)) perform();
    return () => {
      offered.set(name, offered.get(name)?.filter((each) => each !== perform) ?? []);
    };
  }, [name, perform]);
}

/** Does an act of the menu. @returns whether the page knows how. */
export function performMenuAct(name: MenuAct): boolean {
  const perform = offered.get(name)?.at(-1);
  perform?.();
  return perform !== undefined;
}

/** Has the next page that offers the act perform it. */
export function performMenuActLater(name: MenuAct): void {
  waiting.add(name);
}
