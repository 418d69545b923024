import { create } from "zustand";

/** What the History tab is asked to do from elsewhere. */
export const useHistoryAct = create<{ isNaming: boolean }>(() => ({ isNaming: false }));
