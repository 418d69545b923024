/** The packages that these pages are made with, and their licences by SPDX name. A test compares them with package.json. */
export const LICENCES: readonly [name: string, licence: string][] = [
  ["@fontsource-variable/inter", "OFL-1.1"],
  ["@fontsource-variable/jetbrains-mono", "OFL-1.1"],
  ["@tanstack/react-query", "MIT"],
  ["@xyflow/react", "MIT"],
  ["lucide-react", "ISC"],
  ["openapi-fetch", "MIT"],
  ["radix-ui", "MIT"],
  ["react", "MIT"],
  ["react-dom", "MIT"],
  ["react-markdown", "MIT"],
  ["react-router", "MIT"],
  ["remark-gfm", "MIT"],
  ["zustand", "MIT"],
];
