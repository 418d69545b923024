import { expect, it } from "vitest";
import { fuzzyScore } from "@/ui/fuzzy";

it("ranks whole names before beginnings before middles before scattered letters", () => {
  const scores = ["prompt", "prompt template", "chat prompt", "unprompted", "pure romantic plot"].map((text) =>
    fuzzyScore("prompt", text),
  );
  expect(scores.toSorted((a, b) => b - a)).toEqual(scores);
  expect(scores[0]).toBeGreaterThan(scores[1] ?? 0);
});

it("finds by initials and not what lacks a letter", () => {
  expect(fuzzyScore("ci", "Chat Input")).toBeGreaterThan(0);
  expect(fuzzyScore("chatin", "Chat Input")).toBeGreaterThan(0);
  expect(fuzzyScore("xyz", "Chat Input")).toBe(0);
});
