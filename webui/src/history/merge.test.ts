import { describe, expect, it } from "vitest";
import type { FlowEdge, FlowNode } from "@/api/flow_data";
import { diffFlows, type Version } from "@/history/diff";
import { mergeFlows } from "@/history/merge";

function node(id: string, value = "", extra: Partial<FlowNode> = {}): FlowNode {
  const template = { text: { display_name: "Text", type: "str", value } };
  return {
    id,
    position: { x: 0, y: 0 },
    data: { id, type: id, node: { display_name: id, template } },
    ...extra,
  } as FlowNode;
}

function wire(source: string, target: string): FlowEdge {
  return { id: `${source}-${target}`, source, target, sourceHandle: "out", targetHandle: "in" };
}

function flow(nodes: readonly FlowNode[], edges: readonly FlowEdge[] = []): Version {
  return { nodes, edges };
}

const BASE = flow([node("A", "a"), node("B", "b"), node("C", "c")], [wire("A", "B"), wire("B", "C")]);

function texts({ nodes }: Version): Record<string, unknown> {
  return Object.fromEntries(nodes.map(({ id, data }) => [id, data.node?.template.text?.value]));
}

describe("mergeFlows", () => {
  it("takes each node from the side that touched it", () => {
    const mine = flow([node("A", "mine"), node("B", "b"), node("C", "c"), node("M")], [...BASE.edges, wire("C", "M")]);
    const theirs = flow([node("A", "a"), node("B", "theirs"), node("T", "t")], [wire("A", "B"), wire("B", "T")]);
    const { merged, conflicts, taken } = mergeFlows(BASE, mine, theirs);
    expect(conflicts).toEqual([]);
    expect(texts(merged)).toEqual({ A: "mine", B: "theirs", M: "", T: "t" });
    expect(taken).toEqual(["B", "C", "T"]);
    // The wire into C goes with C, and so does the one that was drawn from it here.
    expect(merged.edges.map(({ id }) => id)).toEqual(["A-B", "B-T"]);
  });

  it("asks where both touched a node, and where one changed what the other deleted", () => {
    const mine = flow([node("A", "mine"), node("C", "c")]);
    const theirs = flow([node("A", "theirs"), node("B", "theirs"), node("C", "c")]);
    const { conflicts, merged } = mergeFlows(BASE, mine, theirs);
    expect(conflicts.map(({ id, mine, theirs }) => [id, mine !== null, theirs !== null])).toEqual([
      ["A", true, true],
      ["B", false, true],
    ]);
    expect(texts(merged)).toEqual({ A: "mine", C: "c" });
    const chosen = mergeFlows(BASE, mine, theirs, { A: "theirs", B: "theirs" });
    expect(texts(chosen.merged)).toEqual({ A: "theirs", C: "c", B: "theirs" });
  });

  it("sees no conflict in the same change on both sides, nor in places", () => {
    const moved = (x: number) => ({ position: { x, y: 0 } });
    const mine = flow([node("A", "same"), node("B", "b", moved(50)), node("C", "c", moved(7))], BASE.edges);
    const theirs = flow([node("A", "same"), node("B", "theirs"), node("C", "c", moved(9))], BASE.edges);
    const { conflicts, merged } = mergeFlows(BASE, mine, theirs);
    expect(conflicts).toEqual([]);
    expect(texts(merged)).toEqual({ A: "same", B: "theirs", C: "c" });
    expect(merged.nodes.map(({ position }) => position.x)).toEqual([0, 50, 7]);
  });
});

describe("diffFlows", () => {
  it("tells what was added, removed, changed and moved, field by field", () => {
    const after = flow(
      [node("A", "other"), node("B", "b", { position: { x: 9, y: 0 } }), node("D")],
      [wire("A", "B"), wire("B", "D")],
    );
    const diff = diffFlows(BASE, after);
    expect(diff.nodes.map(({ id, kind }) => [id, kind])).toEqual([
      ["C", "removed"],
      ["A", "changed"],
      ["B", "moved"],
      ["D", "added"],
    ]);
    expect(diff.nodes[1]?.fields).toEqual([{ key: "text", label: "Text", before: "a", after: "other" }]);
    expect(diff.addedEdges.map(({ id }) => id)).toEqual(["B-D"]);
    expect(diff.removedEdges.map(({ id }) => id)).toEqual(["B-C"]);
  });

  it("never shows a secret", () => {
    const secret = (value: string) => {
      const made = node("K");
      return { ...made, data: { ...made.data, node: { template: { key: { password: true, value } } } } } as FlowNode;
    };
    const [change] = diffFlows(flow([secret("sk-1")]), flow([secret("sk-2")])).nodes;
    expect(JSON.stringify(change)).not.toContain("sk-");
  });
});
