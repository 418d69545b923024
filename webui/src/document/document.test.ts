import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Flow } from "@/api/flow_data";
import { change, redo, select, showFlow, undo, useDocument } from "@/document/document";
import { addNode, moveNodes, pasteText, removeSelection, renameNode, setField } from "@/document/edits";
import { copyText } from "@/document/graph";
import { component, node, speaker } from "@/document/sample_flows";

const state = () => useDocument.getState();

beforeEach(() => {
  vi.useFakeTimers();
  const flow: Flow = {
    id: "f",
    name: "Flow",
    description: null,
    data: { nodes: [node("Speaker-aaaaa", speaker, 10, 10)], edges: [], odd: { kept: 1 } },
    is_component: false,
    updated_at: null,
    folder_id: null,
    endpoint_name: null,
  };
  showFlow(flow, "v0");
});

describe("the log", () => {
  it("takes back and does again fields, moves, names and additions", () => {
    const before = state().nodes;
    setField("Speaker-aaaaa", "text", "hello");
    moveNodes(new Map([["Speaker-aaaaa", { x: 50, y: 60 }]]));
    renameNode("Speaker-aaaaa", "Voice");
    addNode("Speaker", speaker, { x: 0, y: 0 });
    change("Rename flow", () => ({ name: "Other" }));
    const after = state().nodes;
    expect(state().past.map(({ label }) => label)).toEqual([
      "Change text of Speaker",
      "Move node",
      "Rename Speaker",
      "Add Speaker",
      "Rename flow",
    ]);
    for (let i = 0; i < 5; i++) undo();
    expect(state().nodes).toBe(before);
    expect(state().name).toBe("Flow");
    for (let i = 0; i < 5; i++) redo();
    expect(state().nodes).toBe(after);
    expect(state().name).toBe("Other");
  });

  it("counts typing into one field as one act, until a pause", () => {
    for (const text of ["h", "he", "hel"]) setField("Speaker-aaaaa", "text", text);
    expect(state().past).toHaveLength(1);
    vi.advanceTimersByTime(3000);
    setField("Speaker-aaaaa", "text", "hell");
    expect(state().past).toHaveLength(2);
    undo();
    expect(state().nodes[0]?.data.node?.template.text?.value).toBe("hel");
  });

  it("forgets what could be done again once something new is done", () => {
    setField("Speaker-aaaaa", "text", "a");
    undo();
    setField("Speaker-aaaaa", "text", "b");
    expect(state().future).toEqual([]);
  });

  it("logs nothing when nothing changed", () => {
    moveNodes(new Map([["Speaker-aaaaa", { x: 10, y: 10 }]]));
    expect(state().past).toEqual([]);
  });
});

describe("edits", () => {
  it("drop the wires of a prompt variable that went", () => {
    const prompt = component(
      "Prompt",
      { template: { name: "template", type: "prompt", value: "", show: true } },
      { prompt: "Message" },
    );
    const id = addNode("Prompt", prompt, { x: 300, y: 0 });
    setField(id, "template", "{question}");
    const source = state().nodes[0];
    if (!source) throw new Error("there is a speaker");
    pasteText(copyText(state().nodes, state().edges, new Set([id])), { x: 0, y: 500 });
    expect(state().nodes).toHaveLength(3);
    setField(id, "template", "no variable");
    expect(state().nodes.find((each) => each.id === id)?.data.node?.template).not.toHaveProperty("question");
  });

  it("delete what is selected, with its wires", () => {
    select(["Speaker-aaaaa"]);
    removeSelection();
    expect(state().nodes).toEqual([]);
    expect(state().selectedNodes.size).toBe(0);
    undo();
    expect(state().nodes).toHaveLength(1);
  });

  it("keep what they do not know", () => {
    expect(state().rest).toEqual({ odd: { kept: 1 } });
  });
});
