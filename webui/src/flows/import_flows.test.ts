import { expect, it } from "vitest";
import { fileOfText, pathsOfText } from "@/flows/import_flows";

it("takes pasted JSON as a file", async () => {
  const file = fileOfText('  {"name": "a"}\n');
  expect(file?.name).toBe("Pasted flow.json");
  expect(await file?.text()).toBe('{"name": "a"}');
});

it("passes over other text", () => {
  expect(fileOfText("https://example.org")).toBeNull();
});

it.each([
  ["file:///home/ada/my%20flow.json", ["/home/ada/my flow.json"]],
  ["file:///C:/flows/a.zip\r\n/home/ada/b.json\n", ["C:/flows/a.zip", "/home/ada/b.json"]],
  ['"C:\\flows\\a.json"', ["C:\\flows\\a.json"]],
  ["~/a.json", ["~/a.json"]],
  ["Look at /home/ada/a.json", []],
  ["/etc/passwd", []],
  ["", []],
])("finds the files that %j names", (text, paths) => {
  expect(pathsOfText(text)).toEqual(paths);
});
