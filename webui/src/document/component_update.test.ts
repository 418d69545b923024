import { describe, expect, it } from "vitest";
import type { ComponentTemplate, FlowNode } from "@/api/flow_data";
import { changesBetween, isOutdated, withComponentTaken } from "@/document/component_update";
import { connect } from "@/document/graph";
import { targetName } from "@/document/handles";

const text = (name: string, value: unknown = "", input_types: string[] = ["Message"]) => ({
  name,
  display_name: name,
  type: "str",
  value,
  input_types,
});

const OLD: ComponentTemplate = {
  display_name: "Fetch",
  template: {
    code: { type: "code", value: "class Fetch: ..." },
    url: text("url", "http://a"),
    agent: text("agent", "me"),
    body: text("body", ""),
  },
  outputs: [{ name: "data", display_name: "Data", types: ["Data"] }],
};

const NEW: ComponentTemplate = {
  display_name: "Fetch page",
  template: {
    code: { type: "code", value: "" },
    url: text("url"),
    text: text("text"),
    depth: { type: "int", value: 1 },
  },
  outputs: [{ name: "result", display_name: "Result", types: ["Data"] }],
};

function node(id: string, component: ComponentTemplate): FlowNode {
  return { id, position: { x: 0, y: 0 }, data: { id, type: id.split("-")[0], node: component } };
}

const SOURCE: ComponentTemplate = {
  display_name: "Source",
  template: {},
  outputs: [{ name: "out", display_name: "Out", types: ["Message"] }],
};
const SINK: ComponentTemplate = { display_name: "Sink", template: { into: text("into", "", ["Data"]) }, outputs: [] };

function graph() {
  const nodes = [node("Source-1", SOURCE), node("Fetch-1", structuredClone(OLD)), node("Sink-1", SINK)];
  const [source, fetch, sink] = nodes as [FlowNode, FlowNode, FlowNode];
  const into = connect([], source, SOURCE.outputs?.[0] as never, fetch, "body");
  return { nodes, edges: connect(into, fetch, OLD.outputs?.[0] as never, sink, "into") };
}

describe("an older form of a component", () => {
  it("is told from the catalogue's by its fields and outputs, not by its source or values", () => {
    expect(isOutdated(OLD, NEW)).toBe(true);
    const same = structuredClone(NEW);
    same.template.code = { type: "code", value: "class Other: ..." };
    same.template.url = text("url", "http://b");
    expect(isOutdated(same, NEW)).toBe(false);
    expect(changesBetween(OLD, NEW).map(({ part, kind, key }) => `${kind} ${part} ${key}`)).toEqual([
      "added field text",
      "added field depth",
      "removed field agent",
      "removed field body",
      "added output result",
      "removed output data",
      "removed code code",
    ]);
  });

  it("does not count fields that follow from a choice, nor the variables of a prompt", () => {
    const fresh = structuredClone(NEW);
    fresh.template.kind = { type: "str", value: "a", real_time_refresh: true };
    const chosen = structuredClone(fresh);
    (chosen.template.kind as { value: unknown }).value = "b";
    delete chosen.template.depth;
    expect(isOutdated(chosen, fresh)).toBe(false);
    const prompt = structuredClone(NEW);
    prompt.custom_fields = { text: ["who"] };
    prompt.template.who = text("who");
    expect(isOutdated(prompt, NEW)).toBe(false);
  });

  it("gives values and wires to the new form, and says what has no place in it", () => {
    const { nodes, edges } = graph();
    const taken = withComponentTaken({ nodes, edges }, "Fetch-1", "Fetch", NEW);
    const after = taken.nodes[1]?.data.node;
    expect(after?.display_name).toBe("Fetch");
    expect(after?.template.url?.value).toBe("http://a");
    expect(after?.template.depth?.value).toBe(1);
    expect(after?.template.agent).toBeUndefined();
    expect(taken.lost).toEqual(["the value of agent, “me”"]);
    expect(taken.moved).toEqual([
      "the wire from Source into body goes into text now",
      "the wire from Data to Sink leaves from Result now",
    ]);
    expect(taken.edges.map(targetName)).toEqual(["text", "into"]);
    expect(nodes[1]?.data.node?.template.agent?.value).toBe("me");
  });

  it("says which wires are lost", () => {
    const { nodes, edges } = graph();
    const bare: ComponentTemplate = { display_name: "Bare", template: {}, outputs: [] };
    const taken = withComponentTaken({ nodes, edges }, "Fetch-1", "Bare", bare);
    expect(taken.edges).toEqual([]);
    expect(taken.lost).toEqual([
      "the value of url, “http://a”",
      "the value of agent, “me”",
      "the wire from Source into body",
      "the wire from Data to Sink",
    ]);
    expect(taken.nodes[1]?.data.type).toBe("Bare");
  });
});
