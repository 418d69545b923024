import { expect, it } from "vitest";
import { nextIndex } from "@/flows/card_focus";

// Eight cards in rows of three: 0 1 2 / 3 4 5 / 6 7
it.each([
  ["ArrowRight", 1, 2],
  ["ArrowRight", 7, 7],
  ["ArrowLeft", 0, 0],
  ["ArrowDown", 1, 4],
  ["ArrowDown", 5, 7],
  ["ArrowDown", 6, 6],
  ["ArrowUp", 7, 4],
  ["ArrowUp", 1, 1],
  ["Home", 5, 0],
  ["End", 0, 7],
])("%s leads from card %i to card %i", (key, from, to) => {
  expect(nextIndex(key, from, 8, 3)).toBe(to);
});

it("leaves other keys alone", () => {
  expect(nextIndex("a", 0, 8, 3)).toBeNull();
});
