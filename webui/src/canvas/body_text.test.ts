import { expect, it } from "vitest";
import { bodyText } from "@/canvas/body_text";

it("writes what JSON.stringify writes, whatever is in the flow", () => {
  const node = { id: "A-1", position: { x: 0, y: 1.5 }, data: { id: "A-1", odd: undefined, text: 'a "b" \u2028 œ' } };
  const edge = { id: "e", source: "A-1", target: "A-1", sourceHandle: "", targetHandle: "" };
  const data = { nodes: [node, node], edges: [edge], viewport: { x: 0, y: 0, zoom: 1 }, extra: [1, null] };
  const body = { name: undefined, description: null, locked: false, data };
  expect(JSON.parse(bodyText(body as never))).toEqual(JSON.parse(JSON.stringify(body)));
  expect(JSON.parse(bodyText({ endpoint_name: "a" }))).toEqual({ endpoint_name: "a" });
  const changed = { ...data, nodes: [node, { ...node, id: "B-1" }] };
  expect(JSON.parse(bodyText({ data: changed } as never))).toEqual(JSON.parse(JSON.stringify({ data: changed })));
});
