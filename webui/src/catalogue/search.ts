import type { FieldTemplate, OutputTemplate } from "@/api/flow_data";
import type { CatalogueEntry } from "@/catalogue/catalogue";
import { fuzzyScore } from "@/ui/fuzzy";

/** Words by which people know some components better than by their names. */
const ALIASES: Record<string, string> = {
  OpenAIModel: "gpt llm chat model language model local model",
  OllamaModel: "llm llama local model chat model",
  LMStudioModel: "llm local model chat model lm studio",
  AnthropicModel: "claude llm chat model",
  ConditionalRouter: "if else condition branch switch",
  APIRequest: "http rest curl fetch",
  URL: "web page http fetch scrape",
  Prompt: "template",
  ParseData: "data to message convert text",
  SplitText: "chunk chunks",
  Memory: "chat history messages",
  File: "document pdf docx csv upload load",
  LocalSearch: "rag retrieval bm25 full text",
  TextInput: "constant",
  CombineText: "join concatenate",
};

/** A component that was found, and where a wire would go. */
export interface Found {
  entry: CatalogueEntry;
  score: number;
  /** The field or output of it that the wire fits; null when there is none. */
  fit: Fit | null;
}

/** The end of a wire at a component that is not yet there. With `prompt` the field comes with that text of a prompt. */
export type Fit =
  | { kind: "field"; key: string; field: FieldTemplate; prompt?: { key: string; text: string } }
  | { kind: "output"; output: OutputTemplate };

export interface SearchOptions {
  query: string;
  /** Where the waiting wire would end at a component; none when nothing waits. */
  fitOf?: (entry: CatalogueEntry) => Fit | null;
  /** Leave out what the wire does not fit. */
  onlyFitting?: boolean;
  /** Category of the component at which the waiting wire begins: what usually follows it is ranked up. */
  after?: string;
  /** Type keys that the flow has, ranked up. */
  used?: ReadonlySet<string>;
  /** Type keys added lately, latest first. */
  recent?: readonly string[];
  /** More that speaks for a component. */
  bonusOf?: (entry: CatalogueEntry) => number;
}

/** Components by rank: fits the wire > what was typed > used in this flow > recent > catalogue order. */
export function searchCatalogue(entries: readonly CatalogueEntry[], options: SearchOptions): Found[] {
  const found = entries.flatMap((entry, index): (Found & { index: number })[] => {
    const match = options.query.trim() ? matchScore(options.query, entry) : 1;
    if (match <= 0) return [];
    const fit = options.fitOf?.(entry) ?? null;
    if (options.onlyFitting && !fit) return [];
    const recent = options.recent?.indexOf(entry.type) ?? -1;
    const bonus =
      (fit ? fitBonus(fit, entry) : 0) +
      (fit && options.after && USUAL_NEXT[options.after] === entry.category ? 20 : 0) +
      (options.bonusOf?.(entry) ?? 0) +
      (FAMILIAR.has(entry.type) ? 1 : 0) +
      (options.used?.has(entry.type) ? 2 : 0) +
      (recent >= 0 ? 3 - Math.min(recent, 3) * 0.5 : 0) -
      (entry.component.legacy ? 20 : 0);
    return [{ entry, fit, score: match + bonus, index }];
  });
  return found.sort((a, b) => b.score - a.score || a.index - b.index);
}

/** A wire from an output wants what works on it or shows it; an input node can take it, but seldom should. */
function fitBonus(fit: Fit, entry: CatalogueEntry): number {
  if (fit.kind === "field") return entry.category === "inputs" ? 2 : LIKELY_NEXT.has(entry.category) ? 12 : 10;
  return entry.category === "outputs" ? 2 : 12;
}

/** What a chain is usually continued with: an input or a prompt goes into a model, a model into an output. */
const USUAL_NEXT: Record<string, string> = {
  inputs: "models",
  prompts: "models",
  models: "outputs",
  agents: "outputs",
};

/** Of a category's components the one to begin with: OpenAI's node is also that of all local servers. */
const FAMILIAR = new Set(["ChatInput", "ChatOutput", "Prompt", "OpenAIModel"]);

const LIKELY_NEXT = new Set(["models", "prompts", "outputs", "agents"]);

function matchScore(query: string, { type, component, category }: CatalogueEntry): number {
  const name = fuzzyScore(query, component.display_name ?? type);
  const key = fuzzyScore(query, type) * 0.9;
  const alias = wordScore(query, ALIASES[type] ?? "") * 0.8;
  const fields = Object.values(component.template).some((field) =>
    field?.display_name?.toLowerCase().startsWith(query.toLowerCase()),
  )
    ? 8
    : 0;
  const about =
    query.length > 2 && `${component.description} ${category}`.toLowerCase().includes(query.toLowerCase()) ? 10 : 0;
  return Math.max(name, key, alias, fields, about);
}

function wordScore(query: string, words: string): number {
  return words.toLowerCase().includes(query.trim().toLowerCase()) ? 60 : 0;
}
