import { createContext, useContext } from "react";

/** A named value that fields can refer to. Credentials never show their value. */
export interface VariableName {
  name: string;
  type: string;
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
}

const NONE: InputSources = {
  variables: [],
  createVariable: async () => {},
  uploadFile: async () => "",
  refresh: async () => {},
};

const Context = createContext<InputSources>(NONE);

/** Gives sources to the editors below it. */
export const InputSourcesProvider = Context.Provider;

/** The sources of the surrounding page. */
export function useInputSources(): InputSources {
  return useContext(Context);
}
