/** Reading /openapi.json: the few shapes the page needs, and an example value for a schema. */

export interface Schema {
  $ref?: string;
  type?: string | string[];
  title?: string;
  description?: string;
  format?: string;
  default?: unknown;
  examples?: unknown[];
  enum?: unknown[];
  const?: unknown;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  additionalProperties?: boolean | Schema;
  anyOf?: Schema[];
}

export interface Parameter {
  name: string;
  in: "path" | "query" | "header";
  required: boolean;
  schema: Schema;
  example?: unknown;
}

interface Content {
  schema: Schema;
  example?: unknown;
}

export interface Operation {
  operationId: string;
  tags: string[];
  summary: string;
  description?: string;
  parameters?: Parameter[];
  requestBody?: { required: boolean; content: Record<string, Content> };
  responses: Record<string, { description: string; content?: Record<string, Content> }>;
}

export interface Spec {
  info: { title: string; version: string; description: string };
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

const EXAMPLE_UUID = "3fa85f64-5717-4562-b3fc-2c963f66afa6";
const DEEPEST = 4;

/** The schema that a `$ref` stands for. */
export function resolve(spec: Spec, schema: Schema): Schema {
  const name = schema.$ref?.split("/").pop();
  return name === undefined ? schema : (spec.components.schemas[name] ?? {});
}

/** A value that fits a schema, for a first try: defaults and examples where there are some, required fields filled. */
export function exampleOf(spec: Spec, schema: Schema, depth = 0): unknown {
  const known = resolve(spec, schema);
  if (known.examples?.length) return known.examples[0];
  if (known.default !== undefined) return known.default;
  if (known.const !== undefined) return known.const;
  if (known.enum?.length) return known.enum[0];
  if (depth > DEEPEST) return null;
  const choice = known.anyOf?.find((option) => option.type !== "null");
  if (choice) return exampleOf(spec, choice, depth);
  if (known.properties) {
    const required = new Set(known.required);
    const shown = Object.entries(known.properties).filter(([name]) => required.size === 0 || required.has(name));
    return Object.fromEntries(shown.map(([name, field]) => [name, exampleOf(spec, field, depth + 1)]));
  }
  if (known.type === "array") return known.items ? [exampleOf(spec, known.items, depth + 1)] : [];
  if (known.type === "object") return {};
  if (known.type === "integer" || known.type === "number") return 0;
  if (known.type === "boolean") return false;
  if (known.type === "string") return known.format === "uuid" ? EXAMPLE_UUID : "text";
  return null;
}

/** A schema as lines that read like a type: `name: string`, `flows?: FlowRead[]`. */
export function typeText(spec: Spec, schema: Schema, depth = 0): string {
  const known = resolve(spec, schema);
  if (known.anyOf) return known.anyOf.map((option) => typeText(spec, option, depth)).join(" | ");
  if (known.const !== undefined) return JSON.stringify(known.const);
  if (known.enum) return known.enum.map((value) => JSON.stringify(value)).join(" | ");
  if (known.type === "array") return `${known.items ? typeText(spec, known.items, depth) : "any"}[]`;
  if (known.properties) {
    if (depth >= 2) return known.title ?? "object";
    const pad = "  ".repeat(depth + 1);
    const required = new Set(known.required);
    const lines = Object.entries(known.properties).map(
      ([name, field]) => `${pad}${name}${required.has(name) ? "" : "?"}: ${typeText(spec, field, depth + 1)}`,
    );
    return `{\n${lines.join("\n")}\n${"  ".repeat(depth)}}`;
  }
  if (Array.isArray(known.type)) return known.type.join(" | ");
  return known.format ? `${known.type} (${known.format})` : (known.type ?? "any");
}
