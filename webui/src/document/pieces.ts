/** A new part, or a range `[start, end]` of the parts that are stored; `end` is the first left out. */
export type Piece<Part> = Part | [start: number, end: number];

/**
 * A list of nodes or wires as pieces of the one that is stored: what is the very same object stays, all else is new.
 * Parts are never changed in place, so this costs what changed, and nothing is written that the server has.
 */
export function piecesOf<Part extends object>(stored: readonly Part[], now: readonly Part[]): Piece<Part>[] {
  const places = new Map(stored.map((part, place) => [part, place]));
  const pieces: Piece<Part>[] = [];
  let range: [start: number, end: number] | null = null;
  for (const part of now) {
    const place = places.get(part);
    if (place !== undefined && range?.[1] === place) {
      range[1]++;
      continue;
    }
    range = place === undefined ? null : [place, place + 1];
    pieces.push(range ?? part);
  }
  return pieces;
}
