import { expect, it } from "vitest";
import { ACTIONS } from "@/actions/all";
import { chordOf } from "@/actions/shortcuts";

const press = (key: string, ...held: ("ctrlKey" | "metaKey" | "shiftKey" | "altKey")[]) =>
  chordOf({
    key,
    ctrlKey: false,
    metaKey: false,
    shiftKey: false,
    altKey: false,
    ...Object.fromEntries(held.map((name) => [name, true])),
  });

it("names chords as actions do", () => {
  expect(press("z", "ctrlKey")).toBe("Ctrl Z");
  expect(press("Z", "metaKey", "shiftKey")).toBe("Ctrl Shift Z");
  expect(press("?", "shiftKey")).toBe("?");
  expect(press("Delete")).toBe("Del");
  expect(press("Enter", "shiftKey")).toBe("Shift Enter");
});

it("gives every key to one action only", () => {
  const chords = ACTIONS.flatMap(({ shortcuts }) => shortcuts);
  expect(chords.filter((chord, index) => chords.indexOf(chord) !== index)).toEqual([]);
  const names = ACTIONS.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});
