import { ChevronRight, CornerLeftUp, Eye, EyeOff, Group, X } from "lucide-react";
import { useEffect } from "react";
import type { FieldTemplate, FlowEdge, FlowNode } from "@/api/flow_data";
import { useDocument } from "@/document/document";
import { removeEdges, setField, setFieldAttributes } from "@/document/edits";
import { exposables, openGroupNode, setExposed } from "@/document/exposing";
import { fieldsOf, type KeyedField, nodeName, sourceWords } from "@/document/graph";
import { isTool, targetName } from "@/document/handles";
import { Input } from "@/inputs/input";
import { kindOf } from "@/inputs/kind";
import { PromptPreview } from "@/runs/prompt_preview";
import { forgetWantedField, useWantedField } from "@/runs/wanted_field";
import { IconButton } from "@/ui/icon_button";

const DOCK = "dock";

export interface NodeFieldsProps {
  node: FlowNode;
  onShowNode: (nodeId: string) => void;
  /** Keeps ids apart where a node's fields stand in two places. */
  idPrefix?: string;
}

/** All fields of a node: those that its face shows, and folded below them the others. */
export function NodeFields({ node, onShowNode, idPrefix = DOCK }: NodeFieldsProps) {
  const edges = useDocument((document) => document.edges);
  const wanted = useWantedField((state) => (state.wanted?.nodeId === node.id ? state.wanted.fieldKey : null));
  const wires = new Map<string, FlowEdge[]>();
  for (const edge of edges) {
    if (edge.target === node.id) wires.set(targetName(edge), [...(wires.get(targetName(edge)) ?? []), edge]);
  }
  const asTool = isTool(node.data.node);
  const fields = fieldsOf(node.data.node).filter(({ field }) => !(asTool && field.tool_mode));
  const shown = fields.filter(({ key, field }) => !field.advanced || wires.has(key));
  const others = fields.filter(({ key, field }) => field.advanced && !wires.has(key));
  useEffect(() => {
    if (!wanted || idPrefix !== DOCK) return;
    const editor = document.getElementById(`${idPrefix}-${node.id}-${wanted}`);
    editor?.closest("details")?.setAttribute("open", "");
    editor?.scrollIntoView({ block: "center" });
    editor?.focus();
    forgetWantedField();
  }, [wanted, node.id, idPrefix]);
  const draw = (each: KeyedField) => (
    <NodeField
      key={each.key}
      node={node}
      fieldKey={each.key}
      field={each.field}
      wires={wires.get(each.key) ?? []}
      onShowNode={onShowNode}
      idPrefix={idPrefix}
    />
  );
  return (
    <>
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
    </>
  );
}

interface NodeFieldProps extends NodeFieldsProps {
  fieldKey: string;
  field: FieldTemplate;
  wires: readonly FlowEdge[];
}

function NodeField({ node, fieldKey, field, wires, onShowNode, idPrefix }: NodeFieldProps) {
  const id = `${idPrefix}-${node.id}-${fieldKey}`;
  const label = field.display_name || fieldKey;
  const isWired = wires.length > 0;
  const hasEditor = !isWired && kindOf(field) !== "handle";
  return (
    <div className={`inspector-field ${kindOf(field) === "bool" && hasEditor ? "is-switch" : ""}`}>
      <div className="inspector-label">
        <label className="field-label" htmlFor={hasEditor ? id : undefined}>
          {label}
          {field.required ? <span className="field-required">*</span> : null}
        </label>
        <OnTheGroup node={node} fieldKey={fieldKey} />
        {isWired ? null : (
          <IconButton
            label={field.advanced ? `Show ${label} on the node` : `Hide ${label} from the node`}
            onClick={() => setFieldAttributes(node.id, fieldKey, { advanced: !field.advanced })}
          >
            {field.advanced ? <EyeOff /> : <Eye />}
          </IconButton>
        )}
      </div>
      {wires.map((edge) => (
        <WireSource
          key={edge.id}
          edge={edge}
          label={label}
          onShowNode={onShowNode}
          onDisconnect={() => {
            removeEdges(new Set([edge.id]));
            // The field's own editor takes the place of the wire.
            requestAnimationFrame(() => document.getElementById(id)?.focus());
          }}
        />
      ))}
      {hasEditor ? (
        <Input
          id={id}
          label={`${label} of ${nodeName(node)}`}
          nodeId={node.id}
          fieldKey={fieldKey}
          field={field}
          place="dock"
          onChange={(value, attributes) => setField(node.id, fieldKey, value, attributes)}
        />
      ) : null}
      {hasEditor && kindOf(field) === "prompt" ? <PromptPreview node={node} field={field} /> : null}
      {!isWired && !hasEditor ? <p className="inspector-unwired">Takes a wire; none is connected.</p> : null}
      {field.info ? <p className="field-help">{field.info}</p> : null}
    </div>
  );
}

/** Inside of a group: whether the group shows the field on its face. */
function OnTheGroup({ node, fieldKey }: Pick<NodeFieldProps, "node" | "fieldKey">) {
  // Drawn anew when the group shows something else.
  const group = useDocument(openGroupNode);
  const found = group && exposables(node.id).find(({ key }) => key === fieldKey);
  if (!found) return null;
  const { label, isExposed } = found;
  return (
    <IconButton
      label={isExposed ? `Take ${label} off the group` : `Show ${label} on the group`}
      isActive={isExposed}
      onClick={() => setExposed(node.id, fieldKey, !isExposed)}
    >
      <Group />
    </IconButton>
  );
}

interface WireSourceProps extends Pick<NodeFieldsProps, "onShowNode"> {
  edge: FlowEdge;
  /** The field's. */
  label: string;
  onDisconnect: () => void;
}

/** "↰ Chat Input · Message": what feeds a field; a click goes there, another takes the wire away. */
function WireSource({ edge, label, onShowNode, onDisconnect }: WireSourceProps) {
  const source = useDocument((document) => document.nodes.find((node) => node.id === edge.source));
  const words = sourceWords(edge, source);
  return (
    <div className="inspector-wire">
      <button
        type="button"
        className="inspector-source"
        aria-label={`Comes from ${words}`}
        disabled={!source}
        onClick={() => onShowNode(edge.source)}
      >
        <CornerLeftUp aria-hidden />
        {words}
      </button>
      <IconButton label={`Disconnect ${label} from ${words}`} onClick={onDisconnect}>
        <X />
      </IconButton>
    </div>
  );
}
