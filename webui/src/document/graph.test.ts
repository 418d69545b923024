import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Flow, FlowEdge } from "@/api/flow_data";
import { connect, copyText, fieldsOf, openData, outputNamed, reach, readClip, withPromptText } from "@/document/graph";
import { allIds, pasteClip } from "@/document/groups";
import { decodeHandle, sourceName, targetName } from "@/document/handles";
import { component, listener, node, speaker, textField } from "@/document/sample_flows";

const say = node("Speaker-aaaaa", speaker, 0, 0);
const hear = node("Listener-bbbbb", listener, 400, 100);
const out = outputNamed(say, "message");
if (!out) throw new Error("the speaker has a message");
const wired = connect([], say, out, hear, "input_value");

describe("wires", () => {
  it("take the place of the old one on a field for one value", () => {
    const other = node("Speaker-ccccc", speaker);
    const replaced = connect(wired, other, out, hear, "input_value");
    expect(replaced.map(({ source }) => source)).toEqual(["Speaker-ccccc"]);
  });

  it("gather on a field for several", () => {
    const data = node("Listener-ddddd", listener);
    const done = { name: "done", types: ["Data"], selected: "Data" };
    const both = connect(connect([], hear, done, data, "rows"), node("Listener-eeeee", listener), done, data, "rows");
    expect(both).toHaveLength(2);
    expect(connect(both, hear, done, data, "rows")).toHaveLength(2);
  });

  it("are followed back and forth", () => {
    expect([...reach(wired, hear.id, "back")]).toEqual([say.id]);
    expect([...reach(wired, say.id, "forward")]).toEqual([hear.id]);
  });
});

describe("opening", () => {
  it("rewrites stale handles and keeps what leads nowhere", () => {
    const [edge] = wired;
    if (!edge) throw new Error("there is a wire");
    const stale: FlowEdge = {
      ...edge,
      targetHandle: "garbage",
      data: { ...edge.data, targetHandle: { ...edge.data?.targetHandle, inputTypes: ["Old"] } } as FlowEdge["data"],
    };
    const lost = { ...edge, id: "lost", target: "Gone-zzzzz" };
    const { edges, report } = openData({ nodes: [say, hear], edges: [stale, lost] });
    expect(edges[0]?.data?.targetHandle.inputTypes).toEqual(["Message"]);
    expect(edges[1]).toBe(lost);
    expect(report).toEqual({ repaired: 1, broken: ["lost"] });
  });

  it("calls nothing repaired where only the spacing differs", () => {
    const [edge] = wired;
    if (!edge) throw new Error("there is a wire");
    const spaced = { ...edge, sourceHandle: edge.sourceHandle.replaceAll(",", ", ").replaceAll(":", ": ") };
    const { edges, report } = openData({ nodes: [say, hear], edges: [spaced] });
    expect(report.repaired).toBe(0);
    expect(edges[0]?.sourceHandle).toBe(edge.sourceHandle);
  });

  it("understands the oldest form of a target", () => {
    const old = {
      id: "e",
      source: say.id,
      target: hear.id,
      sourceHandle: "{œbaseClassesœ:[œMessageœ]}",
      targetHandle: "Message;str|input_value|Listener-bbbbb",
    };
    const { edges, report } = openData({ nodes: [say, hear], edges: [old] });
    expect(report.broken).toEqual([]);
    expect(targetName(edges[0] as FlowEdge)).toBe("input_value");
  });
});

describe("prompt text", () => {
  const prompt = component(
    "Prompt",
    { template: { name: "template", type: "prompt", value: "", show: true } },
    { prompt: "Message" },
  );

  it("makes a field per variable, in the order of the text", () => {
    const { component: made } = withPromptText(prompt, "template", "{b} and {a}, {b}; {{not}} {} {1x} {x y}");
    expect(made.custom_fields?.template).toEqual(["b", "a"]);
    expect(made.template.a?.input_types).toEqual(["Message", "Text"]);
    expect(fieldsOf(made).map(({ key }) => key)).toEqual(["template", "b", "a"]);
  });

  it("keeps values of variables that stay, and names those that went", () => {
    const first = withPromptText(prompt, "template", "{a} {b}").component;
    const a = first.template.a;
    if (!a) throw new Error("a has a field");
    a.value = "kept";
    const { component: second, gone } = withPromptText(first, "template", "{a}!");
    expect(second.template.a?.value).toBe("kept");
    expect(gone).toEqual(["b"]);
    expect(second.template).not.toHaveProperty("b");
  });

  it("takes a name in place of another as a new name of the same variable", () => {
    let made = withPromptText(prompt, "template", "{a} {b}").component;
    if (made.template.a) made.template.a.value = "kept";
    const letters = ["{} {b}", "{1} {b}", "{x} {b}", "{xy} {b}"];
    const gone = letters.flatMap((text) => {
      const edit = withPromptText(made, "template", text);
      made = edit.component;
      return edit.gone;
    });
    expect(gone).toEqual([]);
    expect(made.template.xy).toMatchObject({ name: "xy", display_name: "xy", value: "kept" });
    expect(made.custom_fields?.template).toEqual(["xy", "b"]);
    expect(withPromptText(made, "template", "{b}").gone).toEqual(["xy"]);
  });
});

describe("the clipboard", () => {
  it("gives new ids everywhere and keeps inner wires", () => {
    const text = copyText([say, hear], wired, new Set([say.id, hear.id]));
    const clip = readClip(text);
    if (!clip) throw new Error("the text is a clip");
    const { nodes, edges } = pasteClip(clip, [say, hear], allIds([say, hear]), { x: 1000, y: 1000 });
    const [first, second] = nodes;
    expect(first?.position).toEqual({ x: 1000, y: 1000 });
    expect(second?.position).toEqual({ x: 1400, y: 1100 });
    expect(first?.id).not.toBe(say.id);
    expect(first?.data.id).toBe(first?.id);
    const [edge] = edges;
    expect(edge?.source).toBe(first?.id);
    expect(decodeHandle(edge?.sourceHandle)?.id).toBe(first?.id);
    expect(edge?.data?.targetHandle.id).toBe(second?.id);
    expect(edge?.id).toContain(second?.id);
  });

  it("keeps wires from outside only when asked", () => {
    const clip = readClip(copyText([say, hear], wired, new Set([hear.id])));
    if (!clip) throw new Error("the text is a clip");
    expect(pasteClip(clip, [say, hear], allIds([say, hear]), { x: 0, y: 0 }).edges).toHaveLength(0);
    expect(pasteClip(clip, [say, hear], allIds([say, hear]), { x: 0, y: 0 }, true).edges.map(sourceName)).toEqual([
      "message",
    ]);
  });

  it("takes whole flow files and refuses other text", () => {
    expect(readClip(JSON.stringify({ name: "f", data: { nodes: [say], edges: [] } }))?.nodes).toHaveLength(1);
    expect(readClip("hello")).toBeNull();
    expect(readClip('{"nodes": 3}')).toBeNull();
  });
});

describe("fields", () => {
  it("come in the declared order, without hidden ones and code", () => {
    const made = component(
      "C",
      { late: textField("late"), hidden: textField("hidden", { show: false }), code: { type: "code", show: true } },
      {},
    );
    made.field_order = ["late"];
    made.template.other = textField("other");
    expect(fieldsOf(made).map(({ key }) => key)).toEqual(["late", "other"]);
  });
});

const real = process.env.RUNNEL_REAL_FLOWS ?? "";

describe.skipIf(!existsSync(real))("real flow files", () => {
  const files = existsSync(real)
    ? readdirSync(real, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".json"))
    : [];

  it.each(files)("%s opens with all its nodes and wires, none broken", (file) => {
    const { data } = JSON.parse(readFileSync(join(real, file), "utf8")) as Flow;
    const { nodes, edges, report } = openData(data);
    expect(nodes).toHaveLength(data?.nodes.length ?? -1);
    expect(edges).toHaveLength(data?.edges.length ?? -1);
    expect(report.broken).toEqual([]);
  });
});
