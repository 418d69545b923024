import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { explain } from "@/api/errors";
import { createFlow, duplicateFlow, flowKeys } from "@/flows/flows";
import { notify } from "@/ui/notice";

/** A flow has this name until its first change, when the canvas names it after its nodes. */
const UNNAMED = "Untitled flow";

/** Makes an empty flow in a folder (null: the default one) and opens its canvas. */
export function useNewFlow() {
  return useOpenMade((folderId: string | null) =>
    createFlow({ name: UNNAMED, data: { nodes: [], edges: [] }, ...(folderId ? { folder_id: folderId } : {}) }),
  );
}

/** Makes a flow of the user's own from a starter and opens its canvas. */
export function useNewFromStarter() {
  return useOpenMade((starterId: string) => duplicateFlow(starterId, null));
}

function useOpenMade<Input>(make: (input: Input) => Promise<{ id: string }>) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: make,
    onSuccess: (flow) => {
      queries.invalidateQueries({ queryKey: flowKeys.all });
      navigate(`/flow/${flow.id}`);
    },
    onError: (error) => notify({ text: explain(error).what, tone: "error" }),
  });
}
