/** Where an action stands in the palette and in the list of shortcuts. */
export type ActionGroup = "Flow" | "Edit" | "Node" | "View" | "App";

/** One act of the user; used by menus, shortcuts and the palette alike. */
export interface Action {
  name: string;
  label: string;
  group: ActionGroup;
  /** Keys that do it, the first one shown: "Ctrl K", "Shift Enter", "[". Single keys act only while the canvas has the focus. */
  shortcuts: readonly string[];
  /** More words that find it. */
  keywords?: string;
  /** Absent = always. */
  isEnabled?: () => boolean;
  perform: () => void | Promise<void>;
}
