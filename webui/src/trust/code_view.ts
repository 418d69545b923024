import { create } from "zustand";

/** The node whose code is shown, or null. */
export const useCodeView = create<{ nodeId: string | null }>(() => ({ nodeId: null }));

/** Shows the code that a node carries. */
export function showCode(nodeId: string): void {
  useCodeView.setState({ nodeId });
}

/** Closes it. */
export function closeCode(): void {
  useCodeView.setState({ nodeId: null });
}
