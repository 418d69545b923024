/** Keys outside of the canvas, by where they act. Written for Windows and Linux; shown with ⌘ for Ctrl on a Mac. */
export const SHORTCUTS: { scope: string; keys: [keys: string, label: string][] }[] = [
  {
    scope: "Home and canvas",
    keys: [
      ["Ctrl K", "Command palette"],
      ["Ctrl ,", "Settings"],
      ["?", "These shortcuts"],
    ],
  },
  {
    scope: "Home",
    keys: [
      ["C", "New flow"],
      ["/", "Search"],
      ["← → ↑ ↓", "Move between flows"],
      ["Enter", "Open"],
      ["X", "Select, or let go"],
      ["Shift X", "Select up to here"],
      ["Ctrl A", "Select all"],
      ["P", "Pin to top, or let go"],
      ["F2", "Rename"],
      ["Ctrl D", "Duplicate"],
      ["Del", "Delete"],
      ["Ctrl Z", "Undo the last deletion"],
      ["Ctrl V", "Import a copied flow"],
      ["Esc", "Clear the selection"],
    ],
  },
];
