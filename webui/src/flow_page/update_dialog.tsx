import { ArrowUpCircle, ChevronRight, TriangleAlert } from "lucide-react";
import { lazy, Suspense, useEffect, useMemo, useState } from "react";
import { type Explained, explain } from "@/api/errors";
import type { ComponentTemplate, FlowNode } from "@/api/flow_data";
import { freshForm, useForms, useUpdateView } from "@/canvas/outdated";
import { useView } from "@/canvas/view";
import { useCatalogue } from "@/catalogue/catalogue";
import { ComponentIcon } from "@/catalogue/icon";
import { type ComponentChange, codeOf, type Taken, withComponentTaken } from "@/document/component_update";
import { useDocument } from "@/document/document";
import { takeComponents } from "@/document/edits";
import { nodeName } from "@/document/graph";
import { typeKey } from "@/document/handles";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { ErrorNote } from "@/ui/error_note";
import { Spinner } from "@/ui/spinner";
import "./update_dialog.css";

const CodeChanges = lazy(() => import("@/trust/code_changes"));

/** What an update of nodes changes, before it is made. Stands once on the page; `showUpdate` opens it. */
export default function UpdateDialog() {
  const nodeIds = useUpdateView((view) => view.nodeIds);
  return nodeIds ? <UpdateReview key={nodeIds.join()} nodeIds={nodeIds} /> : null;
}

/** A node and the newer form of its component. */
interface Update {
  node: FlowNode;
  type: string;
  fresh: ComponentTemplate;
  taken: Taken;
}

function UpdateReview({ nodeIds }: { nodeIds: readonly string[] }) {
  const nodes = useDocument((document) => document.nodes);
  const edges = useDocument((document) => document.edges);
  const { fresh, failure } = useFresh(nodeIds);
  const updates = useMemo(
    () =>
      nodes.flatMap((node): Update[] => {
        const component = fresh?.get(node.id);
        const type = typeKey(node);
        if (!component) return [];
        return [
          { node, type, fresh: component, taken: withComponentTaken({ nodes, edges }, node.id, type, component) },
        ];
      }),
    [nodes, edges, fresh],
  );
  const [first] = updates;
  const isOne = nodeIds.length === 1;
  const losses = updates.reduce((sum, { taken }) => sum + taken.lost.length, 0);

  const close = () => {
    useUpdateView.setState({ nodeIds: null });
    useView.getState().camera?.focus();
  };
  const apply = () => {
    const label = isOne && first ? `Update ${nodeName(first.node)}` : `Update ${updates.length} nodes`;
    takeComponents(
      updates.map(({ node, type, fresh: component }) => ({ nodeId: node.id, type, component })),
      label,
    );
    close();
  };

  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => isOpen || close()}
      title={isOne && first ? `Update ${nodeName(first.node)}` : `Update ${nodeIds.length} nodes`}
      text={
        losses
          ? "Values and wires are kept wherever they fit. What has no place any more is listed in amber."
          : "All values and wires are kept."
      }
      buttons={
        <>
          <Button kind="outline" onClick={close}>
            Cancel
          </Button>
          <Button kind="primary" icon={<ArrowUpCircle />} disabled={!updates.length} onClick={apply}>
            {isOne ? "Update" : "Update all"}
          </Button>
        </>
      }
    >
      <div className="update-list">
        {failure ? <ErrorNote {...failure} /> : fresh ? null : <Spinner label="Looking at the components" />}
        {updates.map((update) => (
          <UpdateOf key={update.node.id} update={update} isAlone={isOne} />
        ))}
      </div>
    </Dialog>
  );
}

/** The catalogue's forms for these nodes, by node id; null until they are known. */
function useFresh(nodeIds: readonly string[]) {
  const { isLoaded } = useCatalogue();
  const forms = useForms();
  const [fresh, setFresh] = useState<ReadonlyMap<string, ComponentTemplate> | null>(null);
  const [failure, setFailure] = useState<Explained | null>(null);
  useEffect(() => {
    if (!isLoaded) return;
    let isOn = true;
    const wanted = useDocument.getState().nodes.filter(({ id }) => nodeIds.includes(id));
    Promise.all(
      wanted.map((node) => {
        const made = freshForm(node, forms);
        return made.then((component): [string, ComponentTemplate | null] => [node.id, component]);
      }),
    )
      .then((all) => isOn && setFresh(new Map(all.flatMap(([id, form]) => (form ? [[id, form]] : [])))))
      .catch((error: unknown) => isOn && setFailure(explain(error)));
    return () => {
      isOn = false;
    };
  }, [nodeIds, forms, isLoaded]);
  return { fresh, failure };
}

function UpdateOf({ update: { node, fresh, taken }, isAlone }: { update: Update; isAlone: boolean }) {
  const name = nodeName(node);
  const changes = taken.changes.filter(({ part }) => part !== "code");
  const code = taken.changes.find(({ part }) => part === "code");
  return (
    <section className="update-node" aria-label={name}>
      {isAlone ? null : (
        <h3>
          <span className="inspector-icon">
            <ComponentIcon name={node.data.node?.icon} type={node.data.type} />
          </span>
          {name}
        </h3>
      )}
      <ul className="update-changes" aria-label={`Changes of ${name}`}>
        {changes.map((each) => (
          <li key={`${each.part} ${each.kind} ${each.key}`} className={`is-${each.kind}`}>
            <span className="update-mark" aria-hidden>
              {MARKS[each.kind]}
            </span>
            <span className="update-label">{each.label}</span>
            <span className="update-detail">{changeWords(each)}</span>
          </li>
        ))}
      </ul>
      {taken.moved.length || taken.lost.length ? (
        <ul className="update-losses" aria-label={`What ${name} cannot keep as it is`}>
          {taken.lost.map((text) => (
            <li key={text} className="is-lost">
              <TriangleAlert aria-hidden />
              Lost: {text}
            </li>
          ))}
          {taken.moved.map((text) => (
            <li key={text}>{text.replace(/^the/, "The")}.</li>
          ))}
        </ul>
      ) : null}
      <p className="update-kept">{keptWords(taken)}</p>
      {code && node.data.node ? <CodeFold before={codeOf(node.data.node)} now={codeOf(fresh)} /> : null}
    </section>
  );
}

const MARKS: Record<ComponentChange["kind"], string> = { added: "+", removed: "−", changed: "~" };

function changeWords({ part, kind, detail }: ComponentChange): string {
  if (kind === "changed") return detail;
  return kind === "added" ? `new ${part}` : `${part} is gone`;
}

function keptWords({ keptWires }: Taken): string {
  return keptWires ? `${keptWires} ${keptWires === 1 ? "wire stays" : "wires stay"}.` : "";
}

function CodeFold({ before, now }: { before: string; now: string }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details className="update-code" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <ChevronRight aria-hidden />
        {now ? "Its source changes" : "Its source goes: Runnel's own component runs, as it did before"}
      </summary>
      {isOpen ? (
        <Suspense fallback={null}>
          <CodeChanges before={before} now={now} />
        </Suspense>
      ) : null}
    </details>
  );
}
