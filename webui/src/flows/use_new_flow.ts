import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { explain } from "@/api/errors";
import { createFlow, flowKeys, getFlow } from "@/flows/flows";
import { lacksKey, localModel, onLocalModel } from "@/models/local_model";
import { modelsQuery } from "@/models/models";
import { notify } from "@/ui/notice";
import { variablesQuery } from "@/variables/variables";

/** A flow has this name until its first change, when the canvas names it after its nodes. */
const UNNAMED = "Untitled flow";

/** For how long what is known of models and keys counts. */
const FRESH_MS = 15_000;

/** Makes an empty flow in a folder (null: the default one) and opens its canvas. */
export function useNewFlow() {
  return useOpenMade((folderId: string | null) =>
    createFlow({ name: UNNAMED, data: { nodes: [], edges: [] }, ...(folderId ? { folder_id: folderId } : {}) }),
  );
}

/**
 * Makes a flow of the user's own from a starter and opens its canvas, with the chat ready to be written in. Where a model
 * was found on this computer and no key is there, its model nodes run on that one, so that the first question is answered.
 */
export function useNewFromStarter() {
  const queries = useQueryClient();
  return useOpenMade(async (starterId: string) => {
    const [{ name, description, data }, models, variables] = await Promise.all([
      getFlow(starterId),
      queries.fetchQuery({ ...modelsQuery, staleTime: FRESH_MS }).catch(() => null),
      queries.fetchQuery({ ...variablesQuery, staleTime: FRESH_MS }).catch(() => null),
    ]);
    const local = models && variables && localModel(models);
    const names = new Set(variables?.map((variable) => variable.name));
    const ready = local &&
      data && {
        ...data,
        nodes: data.nodes.map((node) => (lacksKey(node, names) ? onLocalModel(node, local) : node)),
      };
    return createFlow({ name, description, data: ready ?? data, folder_id: null });
  }, "?dock=chat");
}

function useOpenMade<Input>(make: (input: Input) => Promise<{ id: string }>, place = "") {
  const navigate = useNavigate();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: make,
    onSuccess: (flow) => {
      queries.invalidateQueries({ queryKey: flowKeys.all });
      navigate(`/flow/${flow.id}${place}`);
    },
    onError: (error) => notify({ text: explain(error).what, tone: "error" }),
  });
}
