import { beforeEach, describe, expect, it, vi } from "vitest";
import { showFlow, undo, useDocument } from "@/document/document";
import { addNode, moveNodes, renameNode, setField } from "@/document/edits";
import { node, speaker } from "@/document/sample_flows";
import { useSettledFlow } from "@/document/settled";

const id = "Speaker-aaaaa";
const isSettled = () => useSettledFlow.getState().nodes === useDocument.getState().nodes;

beforeEach(() => {
  vi.useFakeTimers();
  showFlow(
    {
      id: "f",
      name: "Flow",
      description: null,
      data: { nodes: [node(id, speaker, 10, 10)], edges: [] },
      is_component: false,
      updated_at: null,
      folder_id: null,
      endpoint_name: null,
    },
    "v0",
  );
});

describe("the settled flow", () => {
  it("waits for a pause in typing, and not for ever", () => {
    expect(isSettled()).toBe(true);
    setField(id, "text", "h");
    expect(isSettled()).toBe(false);
    vi.advanceTimersByTime(200);
    expect(isSettled()).toBe(true);
    const first = useSettledFlow.getState().nodes;
    for (let key = 0; key < 20; key++) {
      setField(id, "text", `h${key}`);
      vi.advanceTimersByTime(50);
    }
    expect(useSettledFlow.getState().nodes).not.toBe(first);
  });

  it("is the flow itself after anything else, with what was typed before", () => {
    setField(id, "text", "h");
    undo();
    vi.advanceTimersByTime(200);
    const acts = [
      () => moveNodes(new Map([[id, { x: 1, y: 2 }]])),
      () => renameNode(id, "Voice"),
      () => addNode("Speaker", speaker, { x: 0, y: 0 }),
    ];
    for (const act of acts) {
      setField(id, "text", `${Math.random()}`);
      expect(isSettled()).toBe(false);
      act();
      expect(isSettled()).toBe(true);
    }
  });
});
