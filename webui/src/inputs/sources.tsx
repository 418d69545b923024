import { createContext, useContext } from "react";

/** A named value that fields can refer to. Credentials never show their value. */
export interface VariableName {
  name: string;
  type: string;
}

/** An output of another node that could fill a variable of a prompt. */
export interface PromptSource {
  nodeId: string;
  output: string;
  /** "Chat Input · Message". */
  words: string;
  /** The node's name, after which a new variable is called. */
  nodeName: string;
}

/** What a prompt can draw from. */
export interface PromptContext {
  /** What feeds each wired variable: "Chat Input · Message". */
  wired: ReadonlyMap<string, string>;
  /** Outputs that may be wired into it, the nearest first. */
  sources: readonly PromptSource[];
}

/** What field editors need from the rest of the app; given by the page, so that inputs know no other room. */
export interface InputSources {
  variables: readonly VariableName[];
  /** Stores a new variable. */
  createVariable: (name: string, value: string, type: "Generic" | "Credential") => Promise<void>;
  /** Stores a file with the open flow; gives its path. */
  uploadFile: (file: File) => Promise<string>;
  /** Asks the component for a new template after this field's value changed. */
  refresh: (nodeId: string, fieldName: string, value: unknown) => Promise<void>;
  /** The same for a field that was changed in several nodes at once. */
  refreshAll: (nodeIds: readonly string[], fieldName: string, value: unknown) => Promise<void>;
  /** Gives a field's text the whole dock; null where there is no dock. */
  enlarge: ((nodeId: string, fieldName: string) => void) | null;
  /** Does this node write its variables in doubled braces? */
  hasDoubleBraces: (nodeId: string) => boolean;
  /** What the variables of a prompt are fed by, and could be. */
  promptContext: (nodeId: string) => PromptContext;
  /** Sets a prompt's text and wires a source into one of its variables. */
  wirePrompt: (nodeId: string, fieldName: string, text: string, variable: string, source: PromptSource) => void;
}

const NONE: InputSources = {
  variables: [],
  createVariable: async () => {},
  uploadFile: async () => "",
  refresh: async () => {},
  refreshAll: async () => {},
  enlarge: null,
  hasDoubleBraces: () => false,
  promptContext: () => ({ wired: new Map(), sources: [] }),
  wirePrompt: () => {},
};

const Context = createContext<InputSources>(NONE);

/** Gives sources to the editors below it. */
export const InputSourcesProvider = Context.Provider;

/** The sources of the surrounding page. */
export function useInputSources(): InputSources {
  return useContext(Context);
}
