import { expect, it } from "vitest";
import { promptParts, promptVariables } from "@/inputs/prompt_variables";

it("finds names in single braces, once each and in order", () => {
  expect(promptVariables("{b} {a} {b} {{c}} text")).toEqual(["b", "a"]);
});

it("takes doubled braces when told to", () => {
  expect(promptVariables("{{b}} {a}", true)).toEqual(["b"]);
});

it("says why a name cannot be", () => {
  const reasons = promptParts("{} {1x} {a b} {a.b} {template}").flatMap(({ reason }) => (reason ? [reason] : []));
  expect(reasons).toHaveLength(5);
  expect(reasons[2]).toContain("space");
});

it("gives back the whole text", () => {
  const text = "A {b}\n{{c}} } { {d e} end";
  expect(
    promptParts(text)
      .map((part) => part.text)
      .join(""),
  ).toBe(text);
});
