/** The families of values; each has a colour (token) and a shape. */
export type TypeFamily = "message" | "data" | "table" | "tool" | "model" | "embeddings" | "store" | "memory" | "other";

const FAMILIES: Record<string, TypeFamily> = {
  Message: "message",
  Text: "message",
  str: "message",
  Data: "data",
  JSON: "data",
  dict: "data",
  Document: "data",
  Table: "table",
  DataFrame: "table",
  Tool: "tool",
  BaseTool: "tool",
  StructuredTool: "tool",
  Toolset: "tool",
  LanguageModel: "model",
  Embeddings: "embeddings",
  Retriever: "store",
  BaseRetriever: "store",
  VectorStore: "store",
  Memory: "memory",
  BaseChatMessageHistory: "memory",
};

/** The family of the first type that has one. */
export function familyOf(types: readonly string[] | null | undefined): TypeFamily {
  for (const type of types ?? []) {
    const family = FAMILIES[type];
    if (family) return family;
  }
  return "other";
}
