import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { LICENCES } from "@/settings/licences";

function manifest(path: string): { license?: string; dependencies?: Record<string, string> } {
  return JSON.parse(readFileSync(path, "utf8"));
}

it("names every package that the pages are made with, and its licence", () => {
  const packages = Object.keys(manifest("package.json").dependencies ?? {});
  const licences = packages.map((name) => [name, manifest(`node_modules/${name}/package.json`).license ?? "none"]);
  expect(Object.fromEntries(LICENCES)).toEqual(Object.fromEntries(licences));
});
