import { useMemo } from "react";
import { change } from "@/document/document";
import { nodeById } from "@/document/edits";
import { nodeName } from "@/document/graph";
import { type LocalModel, localModel, onLocalModel } from "@/models/local_model";
import { useModels } from "@/models/models";
import { useVariables } from "@/variables/variables";

/** The local model for nodes that would ask a vendor without a key; null when there is none. Looked for only if `isWanted`. */
export function useLocalModel(isWanted: boolean): LocalModel | null {
  const { data } = useModels({ isWanted });
  return useMemo(() => (data ? localModel(data) : null), [data]);
}

/** The names of variables that hold keys; null while they load. */
export function useVariableNames(): ReadonlySet<string> | null {
  const { data } = useVariables();
  return useMemo(() => (data ? new Set(data.map(({ name }) => name)) : null), [data]);
}

/** Points a node at a local model, as one act. */
export function runOnLocalModel(nodeId: string, local: LocalModel): void {
  const node = nodeById(nodeId);
  if (!node) return;
  change(`Run ${nodeName(node)} on the local model`, ({ nodes }) => ({
    nodes: nodes.map((each) => (each.id === nodeId ? onLocalModel(each, local) : each)),
  }));
}
