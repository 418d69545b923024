import { expect, it } from "vitest";
import { type Piece, piecesOf } from "@/document/pieces";

/** What the server makes of pieces. */
function together<Part>(stored: readonly Part[], pieces: readonly Piece<Part>[]): Part[] {
  return pieces.flatMap((piece) => (Array.isArray(piece) ? stored.slice(piece[0], piece[1]) : [piece]));
}

it("tells a list by what stays of the stored one and what is new", () => {
  const [a, b, c, d] = ["a", "b", "c", "d"].map((id) => ({ id }));
  const all = [a, b, c, d] as { id: string }[];
  const other = { id: "b" };
  const cases: [{ id: string }[], Piece<{ id: string }>[]][] = [
    [all, [[0, 4]]],
    [[], []],
    [all.toSpliced(1, 1, other), [[0, 1], other, [2, 4]]],
    [
      [...all, other],
      [[0, 4], other],
    ],
    [all.slice(1), [[1, 4]]],
    [
      all.toReversed(),
      [
        [3, 4],
        [2, 3],
        [1, 2],
        [0, 1],
      ],
    ],
    [
      [other, ...all, { ...other }],
      [other, [0, 4], other],
    ],
  ];
  for (const [now, pieces] of cases) {
    expect(piecesOf(all, now)).toEqual(pieces);
    expect(together(all, piecesOf(all, now))).toEqual(now);
  }
  expect(piecesOf([], all)).toEqual(all);
});
