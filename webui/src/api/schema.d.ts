// GENERATED from the server's OpenAPI document by build_scripts/codegen.py. Do not edit.
// biome-ignore lint/suspicious/noExplicitAny: until the first generation every path is allowed.
export type paths = any;
