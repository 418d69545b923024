import { create } from "zustand";

/** Flows with fewer nodes are drawn as elements at every zoom. */
const LARGE = 60;

/** Is a flow of so many nodes painted, rather than made of elements, at this level of detail? */
export function isPainted(level: 0 | 1 | 2, nodeCount: number): boolean {
  return level === 0 && nodeCount > LARGE;
}

/** The painted node under the pointer; it becomes an element, so that it can be taken. */
export const useFarHover = create<{ id: string | null }>(() => ({ id: null }));
