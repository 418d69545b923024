import { useMutation, useQueryClient } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import { explain } from "@/api/errors";
import type { Flow } from "@/api/flow_data";
import { findPlainSecrets, moveSecretsToVariables } from "@/flows/plain_secrets";
import { Button } from "@/ui/button";

/** Says that an imported flow holds keys in plain text, and offers to move them into variables. */
export function SecretsOffer({ flow }: { flow: Flow }) {
  const queries = useQueryClient();
  const count = findPlainSecrets(flow.data).length;
  const move = useMutation({
    mutationFn: () => moveSecretsToVariables(flow),
    onSettled: () => queries.invalidateQueries({ queryKey: ["variables"] }),
  });
  if (count === 0) return null;
  if (move.data) return <p className="import-report-flow">Now kept in {move.data.join(", ")}.</p>;
  return (
    <div className="import-report-secrets">
      <KeyRound aria-hidden="true" />
      <p>
        {move.error
          ? explain(move.error).what
          : count === 1
            ? "Holds a key in plain text."
            : `Holds ${count} keys in plain text.`}
      </p>
      <Button kind="outline" disabled={move.isPending} onClick={() => move.mutate()}>
        Move to variables
      </Button>
    </div>
  );
}
