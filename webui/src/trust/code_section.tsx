import { ShieldAlert, ShieldCheck } from "lucide-react";
import { showCode } from "@/trust/code_view";
import { reasonOf } from "@/trust/code_words";
import { useCarriesCode, useNodeCode } from "@/trust/trust";
import { Button } from "@/ui/button";
import "./trust.css";

/** In the node's dock: that it runs code which is not Runnel's, whether that is trusted, and the ways to both. */
export function CodeSection({ nodeId }: { nodeId: string }) {
  const { codes, mayTrust } = useNodeCode(nodeId);
  const carries = useCarriesCode(nodeId);
  if (!mayTrust && carries) return <ToldElsewhere />;
  const [first] = codes;
  if (!first) return null;
  const isTrusted = codes.every((code) => code.is_trusted);
  const changed = codes.some((code) => !code.is_trusted && code.trusted_before);
  return (
    <section className={`trust-section ${isTrusted ? "is-trusted" : ""}`} aria-label="Code of the node">
      <h3>
        {isTrusted ? <ShieldCheck aria-hidden /> : <ShieldAlert aria-hidden />}
        {isTrusted ? "Code you trust" : changed ? "Code changed since you trusted it" : "Code not trusted"}
      </h3>
      <p>{codes.length === 1 ? reasonOf(first) : `${codes.length} nodes in this group carry code.`}</p>
      <div className="trust-acts">
        <Button kind={isTrusted ? "plain" : "outline"} onClick={() => showCode(nodeId)}>
          {isTrusted ? "Show code" : changed ? "See the changes" : "See the code"}
        </Button>
      </div>
    </section>
  );
}

/** In a browser that was not opened by Runnel: any program of this computer could be looking at this page. */
function ToldElsewhere() {
  return (
    <section className="trust-section" aria-label="Code of the node">
      <h3>
        <ShieldAlert aria-hidden />
        Carries code
      </h3>
      <p>
        This page was opened by its address. Code is trusted where Runnel opened it: run <code>runnel</code> once more,
        or use the launch address that <code>runnel serve</code> prints. On a terminal,{" "}
        <code>runnel trust FLOW.json</code> does it.
      </p>
    </section>
  );
}
