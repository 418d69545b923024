import { expect, it } from "vitest";
import { problemsOf } from "@/canvas/problems";
import { connect, outputNamed } from "@/document/graph";
import { component, node, speaker, textField } from "@/document/sample_flows";

const strict = node(
  "Strict-bbbbb",
  component("Strict", { must: textField("must", { required: true }), may: textField("may") }, {}),
);
const say = node("Speaker-aaaaa", speaker);
const known = new Set(["Strict", "Speaker"]);

it("names required fields that have neither value nor wire", () => {
  expect(problemsOf([say, strict], [], new Set(), known)).toEqual([
    { nodeId: "Strict-bbbbb", text: "Strict needs must." },
  ]);
  const message = outputNamed(say, "message");
  if (!message) throw new Error("the speaker has a message");
  const edges = connect([], say, message, strict, "must");
  expect(problemsOf([say, strict], edges, new Set(), known)).toEqual([]);
  expect(problemsOf([say, strict], edges, new Set(edges.map(({ id }) => id)), known)).toHaveLength(2);
});

it("names unknown types once the catalogue is there", () => {
  expect(problemsOf([say], [], new Set(), new Set())).toHaveLength(1);
  expect(problemsOf([say], [], new Set(), null)).toEqual([]);
});
