import { expect, test } from "vitest";
import type { FlowEdge, FlowNode } from "@/api/flow_data";
import { runOrder } from "@/outline/run_order";

const node = (id: string, x: number, y = 0) => ({ id, position: { x, y }, data: {} }) as FlowNode;
const edge = (source: string, target: string) => ({ source, target }) as FlowEdge;
const order = (nodes: FlowNode[], edges: FlowEdge[]) => runOrder(nodes, edges).map(({ id }) => id);

test("each node comes after all that feed it, whatever the places", () => {
  const nodes = [node("end", 0), node("middle", 10), node("begin", 20), node("alone", 5)];
  expect(order(nodes, [edge("begin", "middle"), edge("middle", "end"), edge("begin", "end")])).toEqual([
    "alone",
    "begin",
    "middle",
    "end",
  ]);
});

test("side by side they come from left to right, then from top to bottom", () => {
  expect(order([node("c", 9), node("b", 0, 5), node("a", 0, 1)], [])).toEqual(["a", "b", "c"]);
});

test("a loop begins with its leftmost node; wires to nodes that are gone count for nothing", () => {
  const nodes = [node("item", 10), node("loop", 0), node("after", 20)];
  const edges = [edge("loop", "item"), edge("item", "loop"), edge("item", "after"), edge("gone", "after")];
  expect(order(nodes, edges)).toEqual(["loop", "item", "after"]);
});
