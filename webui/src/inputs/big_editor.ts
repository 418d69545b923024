import { create } from "zustand";

/** The field whose text is edited with the whole dock for room, or null. */
export const useBigEditor = create<{ open: { nodeId: string; fieldKey: string } | null }>(() => ({ open: null }));

/** Gives a field's text the whole dock. */
export function openBigEditor(nodeId: string, fieldKey: string): void {
  useBigEditor.setState({ open: { nodeId, fieldKey } });
}

/** Goes back to all fields of the node. */
export function closeBigEditor(): void {
  useBigEditor.setState({ open: null });
}
