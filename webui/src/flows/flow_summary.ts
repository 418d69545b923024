import type { components } from "@/api/schema";

/** A graph reduced to what a thumbnail draws: `nodes` are x, y, width, height, type; `edges` pairs of positions in them. */
export type GraphSketch = components["schemas"]["Thumbnail"];

/** What home knows of a flow; the graph itself is loaded only on its own page. */
export type FlowSummary = components["schemas"]["FlowSummary"];
