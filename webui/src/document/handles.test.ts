import { describe, expect, it } from "vitest";
import { decodeHandle, encodeHandle, makeEdge, outputTypes, refusal, takesWire } from "@/document/handles";
import { listener, node, speaker } from "@/document/sample_flows";

const say = node("Speaker-aaaaa", speaker);
const hear = node("Listener-bbbbb", listener);
const message = { name: "message", types: ["Message"], selected: "Message" };

describe("handle texts", () => {
  it("are written with sorted keys, œ for quotes and no spaces", () => {
    const text = encodeHandle({ name: "message", id: "A-1", output_types: ["Message"], dataType: "A" });
    expect(text).toBe("{œdataTypeœ:œAœ,œidœ:œA-1œ,œnameœ:œmessageœ,œoutput_typesœ:[œMessageœ]}");
  });

  it("are read whatever their spacing and order", () => {
    expect(decodeHandle("{œnameœ: œmœ, œidœ: œAœ}")).toEqual({ id: "A", name: "m" });
    expect(decodeHandle("A;B|field|node")).toBeNull();
    expect(decodeHandle(null)).toBeNull();
  });

  it("come in both forms on a wire, and name it", () => {
    const source = { dataType: "A", id: "A-1", name: "o", output_types: ["Message"] };
    const target = {
      fieldName: "f",
      id: "B-1",
      inputTypes: ["Message"],
      type: "str",
      proxy: { id: "C-1", field: "g" },
    };
    const edge = makeEdge(source, target);
    expect(decodeHandle(edge.targetHandle)).toEqual(target);
    expect(edge.data?.sourceHandle).toEqual(source);
    expect(edge.id).toBe(`reactflow__edge-A-1${edge.sourceHandle}-B-1${edge.targetHandle}`);
  });
});

describe("what connects", () => {
  it("is decided by exact type names", () => {
    expect(refusal(say, message, hear, "input_value")).toBeNull();
    expect(refusal(say, message, hear, "rows")).toContain("Message cannot go into rows");
    expect(refusal(hear, { name: "done", types: ["Data"] }, hear, "rows")).toContain("itself");
    expect(refusal(say, message, hear, "nothing")).toContain("no field");
  });

  it("counts the source's type key, and an output's chosen type", () => {
    const picky = node("Picky-ccccc", {
      ...listener,
      template: { in: { type: "other", input_types: ["Speaker"], show: true } },
    });
    expect(refusal(say, message, picky, "in")).toBeNull();
    expect(outputTypes({ name: "o", types: ["Data", "Message"], selected: "Message" })).toEqual(["Message"]);
    expect(outputTypes({ name: "o", types: ["Data"] })).toEqual(["Data"]);
  });

  it("leaves plain values without a handle", () => {
    expect(takesWire({ type: "str" })).toBe(false);
    expect(takesWire({ type: "str", input_types: ["Message"] })).toBe(true);
    expect(takesWire({ type: "other" })).toBe(true);
    expect(takesWire({ type: "BaseRetriever" })).toBe(true);
  });
});
