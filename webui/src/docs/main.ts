/** The page of the API: every operation of /openapi.json, to be read and tried. It asks nothing of any other machine. */

import "@/styles/fonts.css";
import "@/styles/tokens.css";
import "@/docs/docs.css";
import { element } from "@/docs/element";
import { operationView } from "@/docs/operation";
import type { Operation, Spec } from "@/docs/spec";

interface Entry {
  method: string;
  path: string;
  operation: Operation;
  view: HTMLElement;
}

async function show(root: HTMLElement): Promise<void> {
  const spec: Spec = await (await fetch("/openapi.json")).json();
  const entries: Entry[] = Object.entries(spec.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => {
      const name = method.toUpperCase();
      return { method: name, path, operation, view: operationView(spec, name, path, operation) };
    }),
  );
  const sections = [...new Set(entries.map((entry) => entry.operation.tags[0] ?? ""))].map((tag) => {
    const own = entries.filter((entry) => entry.operation.tags[0] === tag);
    const section = element("section", { id: tag }, element("h2", {}, tag), ...own.map((entry) => entry.view));
    return { tag, own, section };
  });
  const search = element("input", {
    type: "search",
    placeholder: "Find an operation",
    "aria-label": "Find an operation",
  });
  search.addEventListener("input", () => {
    const words = search.value.toLowerCase().split(/\s+/);
    for (const { own, section } of sections) {
      for (const { method, path, operation, view } of own) {
        const text = `${method} ${path} ${operation.summary} ${operation.operationId}`.toLowerCase();
        view.hidden = !words.every((word) => text.includes(word));
      }
      section.hidden = own.every((entry) => entry.view.hidden);
    }
  });
  const links = sections.map(({ tag }) => element("a", { href: `#${encodeURIComponent(tag)}` }, tag));
  root.replaceChildren(
    element("nav", { "aria-label": "Parts of the API" }, element("a", { href: "/" }, "← Runnel"), search, ...links),
    element(
      "main",
      {},
      element("h1", {}, `${spec.info.title} API`),
      element("p", {}, spec.info.description),
      element("p", {}, "The same as data: ", element("a", { href: "/openapi.json" }, "openapi.json")),
      ...sections.map(({ section }) => section),
    ),
  );
}

const root = document.getElementById("docs");
if (root) {
  show(root).catch((error: unknown) => {
    root.textContent = `The description of the API could not be read: ${String(error)}. Reload the page.`;
  });
}
