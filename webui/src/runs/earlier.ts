import type { BuiltData } from "@/runs/events";
import { useRunStore } from "@/runs/run";

/** What vertices gave in the run before the last, by id. */
const earlier = new Map<string, BuiltData>();

useRunStore.subscribe(({ vertices, flow_id }, before) => {
  if (vertices === before.vertices) return;
  if (flow_id !== before.flow_id) {
    earlier.clear();
    return;
  }
  for (const id in vertices) {
    const built = before.vertices[id]?.built;
    if (built && vertices[id]?.built && vertices[id].built !== built) earlier.set(id, built);
  }
});

/** What an output of a vertex gave in the run before the last; undefined when this session saw none. */
export function earlierValue(vertexId: string, output: string): unknown {
  const given = earlier.get(vertexId)?.outputs?.[output];
  return given && given.type !== "unknown" && given.type !== "error" ? given.message : undefined;
}
