import { expect, it } from "vitest";
import { boundsOf, snap } from "@/canvas/snap";

const box = (x: number, y: number, width = 100, height = 50) => ({ x, y, width, height });

it("falls on the grid where nothing is near", () => {
  expect(snap(box(13, 28), [], 6)).toEqual({ dx: -3, dy: 2, guides: [] });
});

it("lines up with edges and middles of others, and says with what", () => {
  const { dx, dy, guides } = snap(box(203, 300), [box(200, 0)], 6);
  expect([dx, dy]).toEqual([-3, 0]);
  expect(guides).toEqual([{ axis: "x", at: 200, from: 0, to: 350 }]);
  expect(snap(box(0, 127, 100, 50), [box(400, 100, 100, 100)], 6).dy).toBe(-2);
});

it("takes the nearest line", () => {
  expect(snap(box(203, 0), [box(200, 500), box(204, 900)], 6).dx).toBe(1);
});

it("prefers a height at which a wire runs level", () => {
  expect(snap(box(0, 104), [box(500, 100)], 6, [107]).dy).toBe(3);
});

it("bounds several boxes", () => {
  expect(boundsOf([box(0, 10), box(200, -40)])).toEqual({ x: 0, y: -40, width: 300, height: 100 });
});
