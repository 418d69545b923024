import { expect, it } from "vitest";
import { fileOfText } from "@/flows/import_flows";

it("takes pasted JSON as a file", async () => {
  const file = fileOfText('  {"name": "a"}\n');
  expect(file?.name).toBe("Pasted flow.json");
  expect(await file?.text()).toBe('{"name": "a"}');
});

it("passes over other text", () => {
  expect(fileOfText("https://example.org")).toBeNull();
});
