import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { client, read } from "@/api/client";
import { explain } from "@/api/errors";
import type { FlowNode } from "@/api/flow_data";
import type { components } from "@/api/schema";
import { useDocument } from "@/document/document";
import { typeKey } from "@/document/handles";
import { shortModelName } from "@/models/local_model";
import { Button } from "@/ui/button";

type Models = components["schemas"]["ModelsRead"];

/** Would this node ask OpenAI itself? */
export function asksVendor(node: FlowNode | undefined): boolean {
  const template = node?.data.node?.template;
  return node !== undefined && typeKey(node) === "OpenAIModel" && !template?.openai_api_base?.value;
}

export interface LocalModelOfferProps {
  nodeId: string;
  /** Nothing is offered while this is false. */
  isShown?: boolean;
  /** The local model was chosen: the run may be repeated. */
  onChosen?: () => void;
}

/** A model node without an address and without a key, and a model on this computer: one click brings them together. */
export function LocalModelOffer({ nodeId, isShown = true, onChosen }: LocalModelOfferProps) {
  const isVendors = useDocument((document) => asksVendor(document.nodes.find((node) => node.id === nodeId)));
  const queries = useQueryClient();
  const { data: models } = useQuery({
    queryKey: ["models"],
    queryFn: () => read<Models>(client.GET("/api/v1/models", {})),
    enabled: isVendors && isShown,
  });
  const choose = useMutation({
    mutationFn: (openai_base_url: string) =>
      read<Models>(client.PATCH("/api/v1/models", { body: { openai_base_url } })),
    onSuccess: (next) => {
      queries.setQueryData(["models"], next);
      onChosen?.();
    },
  });
  const local = models?.default;
  if (!isVendors || !isShown || !local || models?.openai_base_url) return null;
  return (
    <div className="local-model">
      <Button kind="primary" disabled={choose.isPending} onClick={() => choose.mutate(local.base_url)}>
        Run on the local model
      </Button>
      <p>
        {choose.error
          ? explain(choose.error).what
          : `${shortModelName(local.model_name)} at ${hostOf(local.base_url)}. OpenAI nodes without an address use it from then on; Settings → Models changes that.`}
      </p>
    </div>
  );
}

function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host : address;
}
