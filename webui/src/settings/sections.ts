/** The parts of Settings, in their order; `id` is the last part of the address. */
export const SECTIONS = [
  { id: "general", label: "General" },
  { id: "models", label: "Models" },
  { id: "variables", label: "Variables" },
  { id: "trust", label: "Trusted code" },
  { id: "keys", label: "API keys" },
  { id: "messages", label: "Messages" },
  { id: "library", label: "Library" },
  { id: "data", label: "Data" },
  { id: "shortcuts", label: "Shortcuts" },
  { id: "about", label: "About" },
] as const;

export type SectionId = (typeof SECTIONS)[number]["id"];
