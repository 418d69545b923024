import { ChevronRight, Layers } from "lucide-react";
import { useDeferredValue, useMemo } from "react";
import type { FieldTemplate, FlowEdge, FlowNode } from "@/api/flow_data";
import { useDocument } from "@/document/document";
import { setFields } from "@/document/edits";
import { fieldsOf, isNote, nodeName } from "@/document/graph";
import { isTool, targetName } from "@/document/handles";
import { Input } from "@/inputs/input";
import { kindOf } from "@/inputs/kind";
import { InputSourcesProvider, useInputSources } from "@/inputs/sources";

/** Kinds whose value belongs to one node alone, or that have none. */
const ONES_OWN = new Set(["handle", "link", "tools"]);

/** A field that several nodes have under one key and of one kind. */
interface CommonField {
  key: string;
  /** As the first node has it, without a value where the values differ. */
  field: FieldTemplate;
  /** The nodes that a change writes to: those in which no wire feeds it. */
  nodeIds: readonly string[];
  isMixed: boolean;
}

const NAMES_SHOWN = 8;

/** The fields that all of some nodes have. A change goes to all of them, as one step. */
export function CommonFields({ ids, onShowNode }: { ids: ReadonlySet<string>; onShowNode: (nodeId: string) => void }) {
  // A box that is being drawn over many nodes must not wait for what they have in common.
  const chosen = useDeferredValue(ids);
  const all = useDocument((document) => document.nodes);
  const edges = useDocument((document) => document.edges);
  const nodes = useMemo(() => all.filter((node) => chosen.has(node.id) && !isNote(node)), [all, chosen]);
  const common = useMemo(() => commonFields(nodes, edges), [nodes, edges]);
  const sources = useInputSources();
  const shared = useMemo(
    () => ({
      ...sources,
      enlarge: null,
      refresh: (nodeId: string, name: string, value: unknown) =>
        sources.refreshAll(common.find(({ key }) => key === name)?.nodeIds ?? [nodeId], name, value),
      // What one prompt can be wired with, the others cannot.
      promptContext: () => ({ wired: new Map<string, string>(), sources: [] }),
    }),
    [sources, common],
  );
  const shown = common.filter(({ field }) => !field.advanced);
  const others = common.filter(({ field }) => field.advanced);
  const draw = (each: CommonField) => <Field key={`${each.key} ${each.nodeIds.join(" ")}`} common={each} />;
  return (
    <section className="inspector" aria-label={`${nodes.length} nodes`}>
      <header className="inspector-head">
        <span className="inspector-icon">
          <Layers aria-hidden />
        </span>
        <span className="inspector-count">{nodes.length} nodes</span>
      </header>
      <p className="inspector-description">
        {common.length ? "What they have in common; a change goes to all of them." : "They have no field in common."}
      </p>
      <ul className="inspector-nodes" aria-label="Selected nodes">
        {nodes.slice(0, NAMES_SHOWN).map((node) => (
          <li key={node.id}>
            <button type="button" className="link-button" onClick={() => onShowNode(node.id)}>
              {nodeName(node)}
            </button>
          </li>
        ))}
        {nodes.length > NAMES_SHOWN ? <li>and {nodes.length - NAMES_SHOWN} more</li> : null}
      </ul>
      <InputSourcesProvider value={shared}>
        {shown.length ? <div className="inspector-fields">{shown.map(draw)}</div> : null}
        {others.length ? (
          <details className="inspector-fold" open={shown.length === 0}>
            <summary>
              <ChevronRight aria-hidden />
              More fields · {others.length}
            </summary>
            <div className="inspector-fields">{others.map(draw)}</div>
          </details>
        ) : null}
      </InputSourcesProvider>
    </section>
  );
}

function Field({ common: { key, field, nodeIds, isMixed } }: { common: CommonField }) {
  const id = `common-${key}`;
  const label = field.display_name || key;
  return (
    <div className={`inspector-field ${kindOf(field) === "bool" ? "is-switch" : ""}`}>
      <div className="inspector-label">
        <label className="field-label" htmlFor={id}>
          {label}
          {field.required ? <span className="field-required">*</span> : null}
        </label>
        {isMixed ? (
          <span className="inspector-mixed" title="The nodes have different values here; a change replaces them all.">
            mixed
          </span>
        ) : null}
      </div>
      <Input
        id={id}
        label={`${label} of ${nodeIds.length} nodes${isMixed ? ", mixed" : ""}`}
        nodeId={nodeIds[0] ?? ""}
        fieldKey={key}
        field={field}
        place="dock"
        onChange={(value, attributes) => setFields(nodeIds, key, value, attributes)}
      />
      {field.info ? <p className="field-help">{field.info}</p> : null}
    </div>
  );
}

function commonFields(nodes: readonly FlowNode[], edges: readonly FlowEdge[]): CommonField[] {
  const wired = new Set(edges.map((edge) => `${edge.target} ${targetName(edge)}`));
  const all = nodes.map((node) => ({ id: node.id, fields: ownFields(node) }));
  return [...(all[0]?.fields ?? [])].flatMap(([key, field]): CommonField[] => {
    const kind = kindOf(field);
    const same = all.flatMap(({ id, fields }) => {
      const found = fields.get(key);
      return found && kindOf(found) === kind ? [{ id, field: found }] : [];
    });
    const free = same.filter(({ id }) => !wired.has(`${id} ${key}`));
    const [first] = free;
    if (same.length < all.length || !first) return [];
    const values = new Set(free.map(({ field: each }) => JSON.stringify([each.value, each.load_from_db === true])));
    const isMixed = values.size > 1;
    const merged = {
      ...first.field,
      advanced: same.every((each) => each.field.advanced === true),
      ...commonOptions(free.map((each) => each.field)),
      ...(isMixed ? { value: emptyLike(first.field.value), load_from_db: false, placeholder: "Mixed" } : {}),
    };
    return [{ key, field: merged, nodeIds: free.map(({ id }) => id), isMixed }];
  });
}

function ownFields(node: FlowNode): ReadonlyMap<string, FieldTemplate> {
  const asTool = isTool(node.data.node);
  return new Map(
    fieldsOf(node.data.node)
      .filter(({ field }) => !ONES_OWN.has(kindOf(field)) && !(asTool && field.tool_mode))
      .map(({ key, field }) => [key, field]),
  );
}

/** The choices that all of these fields offer. */
function commonOptions(fields: readonly FieldTemplate[]): Pick<FieldTemplate, "options"> {
  const [first, ...rest] = fields.map(({ options }) => options);
  if (!first) return {};
  const others = rest.map((options) => new Set(options?.map((option) => JSON.stringify(option))));
  return { options: first.filter((option) => others.every((set) => set.has(JSON.stringify(option)))) };
}

function emptyLike(value: unknown): unknown {
  if (Array.isArray(value)) return [];
  if (typeof value === "boolean") return false;
  return typeof value === "object" && value !== null ? {} : "";
}
