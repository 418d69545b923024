import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";
import { PAGE_CHUNKS } from "./chunks.ts";

// The API server that `npm run dev` talks to; the built page is served by it and needs no proxy.
const api = process.env.RUNNEL_API ?? "http://127.0.0.1:7861";

// Of the fonts of formulas only woff2, which all our web views read.
const woff2Only: Plugin = {
  name: "woff2-only",
  enforce: "pre",
  transform: (code, id) =>
    id.includes("katex") && id.endsWith(".css")
      ? code.replaceAll(/,\s*url\([^)]+\)\s*format\("(?:woff|truetype)"\)/g, "")
      : undefined,
};

export default defineConfig({
  plugins: [react(), woff2Only],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  build: {
    outDir: "dist",
    // The page of the API is a page of its own, so that the app never loads its reader.
    rollupOptions: {
      input: ["index.html", "docs.html"],
      output: { codeSplitting: { groups: PAGE_CHUNKS } },
    },
    emptyOutDir: true,
    // All our web views know these (WebKitGTK 2.46+, WebEngine 6.8+, WebView2); it keeps light-dark() and nesting as written.
    target: ["chrome123", "safari17.5", "firefox128"],
    // Fonts stay files: the content security policy has no data: for fonts.
    assetsInlineLimit: 0,
  },
  server: { proxy: { "/api": api, "/health": api, "/openapi.json": api } },
  test: { environment: "node", include: ["src/**/*.test.{ts,tsx}"] },
});
