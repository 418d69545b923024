import { expect, it } from "vitest";
import { layOutSketch } from "@/flows/sketch";

it("keeps every box inside the margin", () => {
  const nodes: [number, number, number, number, string][] = [
    [-4000, 200, 320, 700, "ChatInput"],
    [9000, -3000, 320, 200, "OpenAIModel"],
  ];
  const { boxes } = layOutSketch({ nodes, edges: [[0, 1]] }, 256, 128, 16);
  for (const box of boxes) {
    expect(box.x).toBeGreaterThanOrEqual(15.9);
    expect(box.y).toBeGreaterThanOrEqual(15.9);
    expect(box.x + box.width).toBeLessThanOrEqual(241);
  }
});

it("draws a wire for every edge between drawn nodes and leaves out the others", () => {
  const nodes: [number, number, number, number, string][] = [
    [0, 0, 320, 200, "Prompt"],
    [400, 0, 320, 200, "OpenAIModel"],
  ];
  const { wires } = layOutSketch(
    {
      nodes,
      edges: [
        [0, 1],
        [1, 7],
      ],
    },
    256,
    128,
    16,
  );
  expect(wires).toHaveLength(1);
});

it("draws nothing for an empty flow", () => {
  expect(layOutSketch({ nodes: [], edges: [] }, 256, 128, 16)).toEqual({ boxes: [], wires: [] });
});
