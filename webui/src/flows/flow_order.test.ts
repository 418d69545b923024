import { describe, expect, it } from "vitest";
import { isFound, sortFlows } from "@/flows/flow_order";
import type { FlowSummary } from "@/flows/flow_summary";

function flow(name: string, rest: Partial<FlowSummary> = {}): FlowSummary {
  return {
    id: name,
    name,
    description: null,
    folder_id: null,
    is_component: false,
    endpoint_name: null,
    updated_at: "2026-01-01T00:00:00+00:00",
    node_count: 0,
    edge_count: 0,
    types: [],
    thumbnail: { nodes: [], edges: [] },
    last_run: null,
    ...rest,
  };
}

const NONE: ReadonlySet<string> = new Set();
const names = (flows: FlowSummary[]) => flows.map((each) => each.name);

describe("sortFlows", () => {
  it("puts the newest edit first", () => {
    const flows = [
      flow("old", { updated_at: "2026-01-01T00:00:00Z" }),
      flow("new", { updated_at: "2026-02-01T00:00:00Z" }),
    ];
    expect(names(sortFlows(flows, "edited", NONE))).toEqual(["new", "old"]);
  });

  it("counts in names", () => {
    expect(names(sortFlows([flow("Draft (10)"), flow("Draft (2)"), flow("Draft")], "name", NONE))).toEqual([
      "Draft",
      "Draft (2)",
      "Draft (10)",
    ]);
  });

  it("puts flows that never ran last", () => {
    const ran = flow("ran", { last_run: { state: "failed", at: "2025-01-01T00:00:00Z" } });
    expect(names(sortFlows([flow("never"), ran], "run", NONE))).toEqual(["ran", "never"]);
  });
});

describe("pinned flows", () => {
  it("come first, in the order of the others", () => {
    const flows = [flow("Alpha"), flow("Beta"), flow("Gamma")];
    expect(names(sortFlows(flows, "name", new Set(["Gamma", "Beta"])))).toEqual(["Beta", "Gamma", "Alpha"]);
  });
});

describe("isFound", () => {
  const document = flow("Ask a document", { description: "Quotes passages", types: ["LocalSearch"] });

  it("wants every word, wherever it is", () => {
    expect(isFound(document, "quotes localsearch")).toBe(true);
    expect(isFound(document, "quotes webhook")).toBe(false);
  });
});
