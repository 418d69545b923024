import type { FlowNode } from "@/api/flow_data";
import { isGroup, isNote, nodeName } from "@/document/graph";
import type { BuiltOutput } from "@/runs/events";
import { useRunStore, type VertexState, type VertexStatus } from "@/runs/run";

type Vertices = Readonly<Record<string, VertexState>>;

/** What the run on screen says of a node; a group answers for all that it holds. */
export function useVertex(node: FlowNode): VertexState | undefined {
  return useRunStore((run) => vertexOf(node, run.vertices));
}

/** As `useVertex`, for given vertices. */
export function vertexOf(node: FlowNode, vertices: Vertices): VertexState | undefined {
  if (!isGroup(node)) return vertices[node.id];
  const known = groups.get(vertices) ?? new Map<FlowNode, VertexState | undefined>();
  groups.set(vertices, known);
  if (!known.has(node)) known.set(node, groupVertex(node, vertices));
  return known.get(node);
}

/** States are never changed in place, so what they say of a group is worked out once. */
const groups = new WeakMap<Vertices, Map<FlowNode, VertexState | undefined>>();

function groupVertex(group: FlowNode, vertices: Vertices): VertexState | undefined {
  const inner = (group.data.node?.flow?.data.nodes ?? []).filter((node) => !isNote(node));
  const states = inner.flatMap((node) => {
    const state = vertexOf(node, vertices);
    return state ? [{ node, state }] : [];
  });
  if (!states.length) return undefined;
  const status = statusOfAll(states.map(({ state }) => state.status));
  const failed = states.find(({ state }) => state.error);
  const outputs: Record<string, BuiltOutput> = {};
  let preview: string | undefined;
  for (const { name, proxy } of group.data.node?.outputs ?? []) {
    const source = states.find(({ node }) => node.id === proxy?.id)?.state;
    const given = proxy && source?.built?.outputs?.[proxy.name];
    if (given) outputs[name] = given;
    preview ??= source?.preview;
  }
  return {
    status,
    started_at: states.find(({ state }) => state.status === "running")?.state.started_at,
    duration_ms: states.reduce((sum, { state }) => sum + (state.duration_ms ?? 0), 0),
    preview,
    built: Object.keys(outputs).length ? { outputs, logs: {}, artifacts: {} } : undefined,
    error: failed?.state.error && {
      ...failed.state.error,
      what: `${nodeName(failed.node)}: ${failed.state.error.what}`,
    },
  };
}

/** The most telling state comes first. */
const TELLING: readonly VertexStatus[] = ["error", "running", "queued", "ok", "reused"];

function statusOfAll(all: readonly VertexStatus[]): VertexStatus {
  return TELLING.find((status) => all.includes(status)) ?? "inactive";
}
