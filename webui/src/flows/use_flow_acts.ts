import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { explain } from "@/api/errors";
import { downloadFlows } from "@/flows/download";
import type { FlowActs } from "@/flows/flow_menu";
import type { FlowSummary } from "@/flows/flow_summary";
import { duplicateFlow, flowKeys, useDeleteFlows, useUpdateFlows } from "@/flows/flows";
import { shareFlows, useLibraryIsOpen } from "@/library/library";
import { notify } from "@/ui/notice";

/** The acts on flows of home, bound to the server. */
export function useFlowActs(onTogglePin: (id: string) => void): {
  acts: Omit<FlowActs, "rename">;
  onRename: (flow: FlowSummary, name: string) => void;
} {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { data: isLibraryOpen } = useLibraryIsOpen();
  const update = useUpdateFlows();
  const remove = useDeleteFlows();
  const onError = (error: unknown) => notify({ text: explain(error).what, tone: "error" });
  const duplicate = useMutation({
    mutationFn: (flow: FlowSummary) => duplicateFlow(flow.id),
    onError,
    onSettled: () => queries.invalidateQueries({ queryKey: flowKeys.all }),
  });

  const move = (flows: readonly FlowSummary[], folderId: string) => {
    update.mutate({ ids: flows.map((flow) => flow.id), header: { folder_id: folderId } });
  };

  const share = useMutation({
    mutationFn: (flow: FlowSummary) => shareFlows([flow.id]),
    onError,
    onSuccess: (_, flow) => {
      void queries.invalidateQueries({ queryKey: ["library"] });
      notify({
        text: `“${flow.name}” is in the library.`,
        action: { label: "Show", perform: () => navigate("/settings/library") },
      });
    },
  });

  return {
    acts: {
      ...(isLibraryOpen ? { share: (flow: FlowSummary) => share.mutate(flow) } : {}),
      open: (flow) => navigate(`/flow/${flow.id}`),
      duplicate: (flow) => duplicate.mutate(flow),
      download: (flows) => void downloadFlows(flows).catch(onError),
      move,
      remove: (flows) => remove.mutate(flows),
      togglePin: (flow) => onTogglePin(flow.id),
    },
    onRename: (flow, name) => update.mutate({ ids: [flow.id], header: { name } }),
  };
}
