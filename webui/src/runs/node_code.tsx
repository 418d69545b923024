import { ChevronRight } from "lucide-react";
import { useState } from "react";
import { client, read } from "@/api/client";
import { type Explained, explain } from "@/api/errors";
import type { ComponentTemplate, FlowNode } from "@/api/flow_data";
import { setComponent } from "@/document/edits";
import { nodeName } from "@/document/graph";
import { CodeProblems } from "@/inputs/code";
import { useCodeProblems } from "@/inputs/code_problems";
import { useTrust } from "@/trust/trust";
import { Button } from "@/ui/button";
import { CodeBox } from "@/ui/code_box";
import { ErrorNote } from "@/ui/error_note";

/** The source that a node carries, folded: to read, to change, and to make the node anew from what was changed. */
export function NodeCode({ node }: { node: FlowNode }) {
  const [isOpen, setOpen] = useState(false);
  const source = String(node.data.node?.template.code?.value ?? "");
  if (!source.trim()) return null;
  return (
    <details className="inspector-fold" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <ChevronRight aria-hidden />
        Code
      </summary>
      {isOpen ? <CodeEdit key={source} node={node} source={source} /> : null}
    </details>
  );
}

function CodeEdit({ node, source }: { node: FlowNode; source: string }) {
  const [draft, setDraft] = useState(source);
  const [failure, setFailure] = useState<Explained | null>(null);
  const problems = useCodeProblems(draft);
  const trust = useTrust();

  const apply = (isTrusted: boolean) => {
    setFailure(null);
    const seen = { text: draft, name: nodeName(node), node_id: node.id };
    remake(node, draft)
      .then(() => (isTrusted ? trust.mutateAsync(seen) : undefined))
      .catch((error: unknown) => setFailure(explain(error)));
  };

  return (
    <div className="inspector-code">
      <CodeBox
        label={`Code of ${nodeName(node)}`}
        language="python"
        value={draft}
        problems={problems}
        onChange={setDraft}
      />
      <CodeProblems problems={problems} />
      {failure ? <ErrorNote {...failure} /> : null}
      {draft === source ? null : (
        <div className="inspector-code-acts">
          <Button onClick={() => setDraft(source)}>Discard</Button>
          <Button kind="outline" disabled={problems.length > 0} onClick={() => apply(false)}>
            Apply the code
          </Button>
          <Button kind="primary" disabled={problems.length > 0} onClick={() => apply(true)}>
            Apply and trust
          </Button>
        </div>
      )}
    </div>
  );
}

/** Makes the node anew from source text; values of fields that stay are kept. Nothing of it is run. */
async function remake(node: FlowNode, code: string): Promise<void> {
  const before = node.data.node;
  const made = await read(
    client.POST("/api/v1/custom_component", { body: { code, frontend_node: before as never } as never }),
  );
  const fresh = made.data as unknown as ComponentTemplate;
  const display_name = before?.display_name ?? fresh.display_name;
  setComponent(node.id, { ...fresh, display_name, edited: true }, `Change the code of ${nodeName(node)}`);
}
