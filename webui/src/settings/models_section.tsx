import { Plus, RefreshCw } from "lucide-react";
import { useState } from "react";
import { explain } from "@/api/errors";
import { AddressForm } from "@/models/address_form";
import { HowToStart } from "@/models/how_to_start";
import { useDeleteAddress, useModels, useRefreshModels } from "@/models/models";
import { OpenAiForm } from "@/models/openai_form";
import { ServerList } from "@/models/server_list";
import { Button } from "@/ui/button";
import { EmptyState } from "@/ui/empty_state";
import { ErrorNote } from "@/ui/error_note";
import { Panel } from "@/ui/panel";
import "./models_section.css";

/** Where models come from: servers on this computer, addresses, OpenAI. */
export function ModelsSection() {
  const { data: models, error } = useModels();
  const refresh = useRefreshModels();
  const remove = useDeleteAddress();
  const [isAdding, setAdding] = useState(false);
  if (error) return <ErrorNote {...explain(error)} />;
  if (!models) return null;
  const hasModel = models.servers.some((server) => server.is_reachable && server.models.length > 0);

  return (
    <>
      <Panel
        title="Model servers"
        text="Ollama, LM Studio, llama.cpp and vLLM are found on their usual ports. Add the address of any other."
        act={
          <Button kind="outline" icon={<RefreshCw />} disabled={refresh.isPending} onClick={() => refresh.mutate()}>
            {refresh.isPending ? "Looking…" : "Look again"}
          </Button>
        }
      >
        {models.servers.length > 0 ? (
          <ServerList servers={models.servers} onDelete={(server) => remove.mutate(server.id)} />
        ) : (
          <div className="models-none">
            <EmptyState title="No model server found">
              <p>Start one, and it appears here by itself.</p>
            </EmptyState>
          </div>
        )}
        {hasModel ? null : <HowToStart />}
        {isAdding ? (
          <AddressForm onDone={() => setAdding(false)} />
        ) : (
          <Button className="models-add" icon={<Plus />} onClick={() => setAdding(true)}>
            Add address
          </Button>
        )}
      </Panel>
      <Panel
        title="OpenAI"
        text="OpenAI nodes whose address is empty go to this address. Without one they go to the vendor, and need a key."
      >
        <OpenAiForm models={models} />
      </Panel>
    </>
  );
}
