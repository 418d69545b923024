import { showCode } from "@/trust/code_view";
import { useNodeCode } from "@/trust/trust";
import { Button } from "@/ui/button";

/** With the error of a node whose code is not trusted: the way to look at it and trust it. */
export function CodeOffer({ nodeId }: { nodeId: string }) {
  const { codes } = useNodeCode(nodeId);
  if (!codes.some((code) => !code.is_trusted && !code.has_substitute)) return null;
  return (
    <Button kind="primary" onClick={() => showCode(nodeId)}>
      See the code
    </Button>
  );
}
