/** A graph reduced to what a thumbnail draws. Lengths are canvas pixels. */
export interface GraphSketch {
  /** x, y, width, height and component type of each node. */
  nodes: [number, number, number, number, string][];
  /** Indexes into `nodes`: from, to. */
  edges: [number, number][];
}

/** What home knows of a flow; the graph itself is loaded only on its own page. */
export interface FlowSummary {
  id: string;
  name: string;
  description: string | null;
  folder_id: string | null;
  /** A saved component: one node kept for reuse, not a flow that runs. */
  is_component: boolean;
  endpoint_name: string | null;
  /** ISO 8601. */
  updated_at: string;
  node_count: number;
  edge_count: number;
  /** Component types in the flow, each once. */
  types: string[];
  thumbnail: GraphSketch;
  last_run: { state: "ok" | "failed"; at: string } | null;
}
