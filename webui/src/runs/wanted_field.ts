import { create } from "zustand";

/** The field at which the Node dock is to be opened: it takes the focus as soon as it is drawn. */
export const useWantedField = create<{ wanted: { nodeId: string; fieldKey: string } | null }>(() => ({ wanted: null }));

/** Leads to a field of a node, which whoever calls this shows. */
export function wantField(nodeId: string, fieldKey: string): void {
  useWantedField.setState({ wanted: { nodeId, fieldKey } });
}

/** The field was reached. */
export function forgetWantedField(): void {
  useWantedField.setState({ wanted: null });
}
