import { expect, it } from "vitest";
import { fixedName, partAt, promptParts, promptVariables, variableNameOf } from "@/inputs/prompt_variables";

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

it("mends names, and says when nothing of one is left", () => {
  expect(["a b", " 1x", "template", "a.b!", "?"].map(fixedName)).toEqual(["a_b", "n1x", "template_text", "a_b", null]);
});

it("names a variable after what fills it, unlike others", () => {
  expect(variableNameOf("Chat Input", new Set())).toBe("chat_input");
  expect(variableNameOf("Chat Input", new Set(["chat_input", "chat_input_2"]))).toBe("chat_input_3");
  expect(variableNameOf("Übersicht (neu)", new Set())).toBe("übersicht_neu");
});

it("finds the braces around the caret", () => {
  const text = "A {b} and {c d}";
  expect(partAt(text, 3)).toMatchObject({ kind: "variable", from: 2, to: 5 });
  expect(partAt(text, 12)).toMatchObject({ kind: "invalid", name: "c d" });
  expect([2, 5, 7].map((caret) => partAt(text, caret))).toEqual([null, null, null]);
});
