import type { Node, NodeProps } from "@xyflow/react";
import { ArrowUpCircle, CornerLeftUp, Pin, Play, Replace, ShieldAlert, ShieldCheck, Snowflake } from "lucide-react";
import { memo, type ReactNode } from "react";
import { runUpTo } from "@/actions/run_node";
import type { FlowEdge, FlowNode } from "@/api/flow_data";
import { Handle } from "@/canvas/handle";
import { runOnLocalModel } from "@/canvas/local_model_offer";
import { NameEditor } from "@/canvas/name_editor";
import { NodeState, stateWords } from "@/canvas/node_state";
import { showUpdate } from "@/canvas/outdated";
import { openReplace } from "@/canvas/replacing";
import { showNode } from "@/canvas/show_node";
import { showDock, useView } from "@/canvas/view";
import { wirePath } from "@/canvas/wire_path";
import { familyOfField } from "@/canvas/wiring";
import { ComponentIcon } from "@/catalogue/icon";
import { nodeAmong, openGroup, select, useDocument } from "@/document/document";
import { renameNode, setField } from "@/document/edits";
import { DRAGGED_FIELD } from "@/document/exposing";
import type { Face, FaceOutput, FaceRow } from "@/document/face";
import { isBypassed, isGroup, nodeName, outputNamed, pinnedOutputs, sourceWords } from "@/document/graph";
import { isList, outputTypes, sourceName } from "@/document/handles";
import { familyOf } from "@/document/value_types";
import { Input } from "@/inputs/input";
import type { LocalModel } from "@/models/local_model";
import { textOf } from "@/runs/preview";
import { useRunStore } from "@/runs/run";
import { useVertex, vertexOf } from "@/runs/vertex";
import { showCode } from "@/trust/code_view";
import type { CodeStanding } from "@/trust/trust";
import "./node.css";

/** What the canvas hands to a node: its stored form, its face, and the wires that touch it. */
export interface NodeData extends Record<string, unknown> {
  node: FlowNode;
  face: Face;
  /** Wires into it by field key, with their source nodes. */
  incoming: ReadonlyMap<string, readonly { edge: FlowEdge; source: FlowNode | undefined }[]>;
  /** Names of outputs that have a wire. */
  outgoing: ReadonlySet<string>;
  /** The type key is not in the catalogue, and no code comes with it. */
  isUnknown: boolean;
  /** How the code stands that the node carries; null where it carries none. */
  code: CodeStanding | null;
  /** The catalogue has a newer form of its component. */
  isOutdated: boolean;
  /** Its shown result no longer follows from the flow. */
  isStale: boolean;
  /** What would keep it from running; empty when nothing is known. */
  problem: string;
  /** The local model it could run on, having no key for its vendor. */
  offer: LocalModel | null;
}

export type CanvasNode = Node<NodeData>;

/** A component on the canvas. */
export const ComponentNode = memo(function ComponentNode({ data, selected }: NodeProps<CanvasNode>) {
  const { node, face, incoming, outgoing, isUnknown, code, isOutdated, isStale, problem } = data;
  const level = useView((view) => view.level);
  const status = useRunStore((run) => vertexOf(node, run.vertices)?.status);
  const name = nodeName(node);
  const isPassed = isBypassed(node);
  const isPinned = pinnedOutputs(node) !== null;
  const frozen = node.data.node?.frozen === true;
  const classes = [
    "node",
    `level-${level}`,
    selected ? "is-selected" : "",
    status ? `is-${status}` : "",
    frozen ? "is-frozen" : "",
    isPassed ? "is-bypassed" : "",
    isGroup(node) ? "is-group" : "",
    isUnknown ? "is-unknown" : "",
    isStale ? "is-stale" : "",
    face.isMinimised ? "is-minimised" : "",
  ];
  const inputs = face.rows.filter((row) => row.handleY !== null).length;

  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a node.
    <div
      id={`node-${node.id}`}
      role="group"
      aria-label={`${name}, ${isPassed ? "bypassed" : isPinned ? "pinned" : stateWords(status)}, ${inputs} inputs, ${face.outputs.length} outputs`}
      className={classes.filter(Boolean).join(" ")}
      style={{ width: face.width, height: face.height }}
      onDoubleClick={isGroup(node) ? () => openGroup(node.id) : undefined}
    >
      {isPassed ? <Passage data={data} /> : null}
      <NodeHeader
        node={node}
        isUnknown={isUnknown}
        code={code}
        isOutdated={isOutdated}
        isStale={isStale}
        problem={problem}
        name={name}
        level={level}
      />
      {level === 2 && !face.isMinimised ? <NodeBody data={data} name={name} /> : null}
      {/* At every level: the canvas library measures handles where nodes come into view, and draws wires by them. */}
      {face.rows.map((row) => (
        <FieldHandle key={row.key} row={row} node={node} name={name} sources={incoming.get(row.key) ?? []} />
      ))}
      {face.outputs.map((output) => (
        <OutputHandle
          key={output.output.name}
          face={output}
          node={node}
          name={name}
          isWired={outgoing.has(output.output.name)}
        />
      ))}
      {status === "running" ? <i className="node-progress" /> : null}
    </div>
  );
});

interface NodeHeaderProps {
  node: FlowNode;
  isUnknown: boolean;
  code: CodeStanding | null;
  isOutdated: boolean;
  isStale: boolean;
  problem: string;
  name: string;
  level: 0 | 1 | 2;
}

function NodeHeader({ node, isUnknown, code, isOutdated, isStale, problem, name, level }: NodeHeaderProps) {
  const isRenaming = useView((view) => view.renaming === node.id);
  return (
    <header className="node-header">
      <span className="node-icon">
        <ComponentIcon name={node.data.node?.icon} type={node.data.type} isUnknown={isUnknown} />
      </span>
      {isRenaming ? (
        <NameEditor
          label={`Name of ${name}`}
          value={name}
          onDone={(value) => {
            if (value !== null) renameNode(node.id, value);
            useView.setState({ renaming: null });
            useView.getState().camera?.focus();
          }}
        />
      ) : (
        // biome-ignore lint/a11y/noStaticElementInteractions: a shortcut for pointers; F2 renames by keyboard.
        <span className="node-name" title={name} onDoubleClick={() => useView.setState({ renaming: node.id })}>
          {name}
        </span>
      )}
      <FrozenMark node={node} />
      <CodeMark id={node.id} name={name} standing={code} />
      {isOutdated ? (
        <button
          type="button"
          className="node-update nodrag"
          tabIndex={-1}
          aria-label={`Update ${name}`}
          title="There is a newer form of this component. Press to see what an update changes."
          onClick={() => showUpdate([node.id])}
        >
          <ArrowUpCircle aria-hidden />
        </button>
      ) : null}
      {problem && !isUnknown && code !== "not_trusted" ? (
        <i className="node-problem" role="img" aria-label={problem} title={problem} />
      ) : null}
      {isUnknown ? (
        <button
          type="button"
          className="node-replace nodrag"
          tabIndex={-1}
          aria-label={`Replace ${name}, which is of an unknown type`}
          title="This component is not known here. It is kept as it came, and cannot run. Press to put a known one in its place."
          onClick={() => openReplace(node.id)}
        >
          unknown type <Replace aria-hidden />
        </button>
      ) : (
        <NodeState node={node} isStale={isStale} />
      )}
      {isUnknown || level < 2 ? null : (
        // A plain button: a tooltip of ours for each node would slow down large flows.
        <button
          type="button"
          className="node-run icon-button nodrag"
          aria-label={`Run ${name}`}
          title={`Run ${name} (Shift Enter)`}
          onClick={() => void runUpTo(node.id)}
        >
          <Play aria-hidden />
        </button>
      )}
    </header>
  );
}

/** That the node carries code of its own; a press shows it. */
function CodeMark({ id, name, standing }: { id: string; name: string; standing: CodeStanding | null }) {
  if (!standing) return null;
  const Mark = standing === "trusted" ? ShieldCheck : ShieldAlert;
  const words = {
    trusted: "runs its own code, which you trust",
    replaced: "carries its own code; Runnel's component runs in its place",
    not_trusted: "carries its own code, which is not trusted",
  }[standing];
  return (
    <button
      type="button"
      className={`node-code is-${standing} nodrag`}
      tabIndex={-1}
      aria-label={`${name} ${words}`}
      title={`It ${words}. Press to see it.`}
      onClick={() => showCode(id)}
    >
      <Mark aria-hidden />
      {standing === "not_trusted" ? "not trusted" : null}
    </button>
  );
}

function FrozenMark({ node }: { node: FlowNode }) {
  if (pinnedOutputs(node))
    return <Pin className="node-frozen" aria-label="Pinned: it gives the value that was pinned" />;
  if (!node.data.node?.frozen) return null;
  return <Snowflake className="node-frozen" aria-label="Frozen: its last result is reused" />;
}

/** In a bypassed node: where what comes in goes on to. */
function Passage({ data: { node, face, incoming } }: { data: NodeData }) {
  const lines = face.outputs.flatMap(({ output, handleY }) => {
    const types = outputTypes(output);
    const row = face.rows.find(({ key }) =>
      incoming.get(key)?.some(({ edge, source }) => {
        const given = source && outputNamed(source, sourceName(edge));
        return given && outputTypes(given).some((type) => types.includes(type));
      }),
    );
    return row?.handleY == null ? [] : [{ from: row.handleY, to: handleY, name: output.name, family: familyOf(types) }];
  });
  return (
    <svg className="node-passage" width={face.width} height={face.height} aria-hidden="true">
      <title>{`${nodeName(node)} is bypassed`}</title>
      {lines.map(({ from, to, name, family }) => (
        <path key={name} className={`family-${family}`} d={wirePath(0, from, face.width, to)} />
      ))}
    </svg>
  );
}

function NodeBody({ data, name }: { data: NodeData; name: string }) {
  const { node, face, incoming } = data;
  const isInGroup = useDocument(({ outer }) => outer.length > 0);
  return (
    <>
      {face.offer && data.offer ? <ModelOffer id={node.id} offer={data.offer} {...face.offer} /> : null}
      {face.error ? <NodeError node={node} {...face.error} /> : null}
      {face.rows.map((row) => (
        <FieldRow key={row.key} row={row} node={node} sources={incoming.get(row.key) ?? []} isInGroup={isInGroup} />
      ))}
      {face.more ? (
        <button
          type="button"
          className="node-more nodrag"
          style={{ top: face.more.top }}
          tabIndex={-1}
          aria-label={`${face.more.count} more fields of ${name}`}
          onClick={() => showDock("node")}
        >
          +{face.more.count} more
        </button>
      ) : null}
      {face.note ? <RunNote id={node.id} {...face.note} /> : null}
      {face.preview ? <NodePreview node={node} {...face.preview} /> : null}
      {face.outputs.map(({ output, top }) => (
        <div key={output.name} className="node-output" style={{ top }}>
          {output.display_name ?? output.name}
        </div>
      ))}
    </>
  );
}

interface FieldRowProps {
  row: FaceRow;
  node: FlowNode;
  sources: readonly { edge: FlowEdge; source: FlowNode | undefined }[];
}

function FieldRow({ row, node, sources, isInGroup }: FieldRowProps & { isInGroup: boolean }) {
  const { key, kind, top, height } = row;
  // From the document itself: what is typed is on the face in the same step, not after the canvas was told of it.
  const field = useDocument(({ nodes }) => nodeAmong(nodes, node.id)?.data.node?.template[key]) ?? row.field;
  const label = field.display_name || key;
  const id = `${node.id}-${key}`;
  return (
    <div className={`node-field is-${kind}`} style={{ top, height }}>
      <label
        className={`node-label ${isInGroup ? "is-draggable nodrag" : ""}`}
        htmlFor={id}
        title={isInGroup ? "Drag it to the edge of the group to show it there." : field.info || undefined}
        draggable={isInGroup}
        onDragStart={(event) => {
          event.dataTransfer.setData(DRAGGED_FIELD, `${node.id} ${key}`);
          event.dataTransfer.effectAllowed = "link";
          // A change of the page while a drag begins would end it.
          setTimeout(() => useView.setState({ isFieldDragged: true }));
        }}
        onDragEnd={() => useView.setState({ isFieldDragged: false })}
      >
        {label}
        {field.required ? <span className="field-required">*</span> : null}
      </label>
      {kind === "wired" ? <WireSources sources={sources} /> : null}
      {kind === "handle" || kind === "wired" ? null : (
        <div className="node-input nodrag nopan">
          <Input
            id={id}
            label={`${label} of ${nodeName(node)}`}
            nodeId={node.id}
            fieldKey={key}
            field={field}
            place="node"
            onChange={(value, attributes) => setField(node.id, key, value, attributes)}
          />
        </div>
      )}
    </div>
  );
}

/** "↰ Chat Input · Message": what feeds the field; a click goes there. */
function WireSources({ sources }: Pick<FieldRowProps, "sources">): ReactNode {
  const [first] = sources;
  if (!first) return null;
  const words = sources.map(({ edge, source }) => sourceWords(edge, source)).join(", ");
  return (
    <button
      type="button"
      className="node-source nodrag"
      tabIndex={-1}
      title={`Comes from ${words}`}
      onClick={() => showNode(first.edge.source)}
    >
      <CornerLeftUp aria-hidden />
      {words}
    </button>
  );
}

function FieldHandle({ row, node, name, sources }: FieldRowProps & { name: string }) {
  if (row.handleY === null) return null;
  const label = row.field.display_name || row.key;
  const wired = sources.length
    ? `, connected to ${sources.map(({ edge, source }) => sourceWords(edge, source)).join(", ")}`
    : "";
  return (
    <Handle
      end={{ nodeId: node.id, kind: "field", name: row.key }}
      label={`Field ${label} of ${name}${wired}`}
      family={familyOfField(row.field)}
      isWired={sources.length > 0}
      takesMany={isList(row.field)}
      top={row.handleY}
    />
  );
}

function OutputHandle({
  face,
  node,
  name,
  isWired,
}: {
  face: FaceOutput;
  node: FlowNode;
  name: string;
  isWired: boolean;
}) {
  const { output, handleY } = face;
  const known = outputNamed(node, output.name);
  return (
    <Handle
      end={{ nodeId: node.id, kind: "output", name: output.name }}
      label={`Output ${output.display_name ?? output.name} of ${name}${isWired ? ", connected" : ""}`}
      family={known ? familyOf(outputTypes(known)) : "other"}
      isWired={isWired}
      takesMany={false}
      top={handleY}
    />
  );
}

/** No key for the vendor, and a local model found: one press runs the node on it. */
function ModelOffer({ id, offer, top, height }: { id: string; offer: LocalModel; top: number; height: number }) {
  return (
    <button
      type="button"
      className="node-offer nodrag"
      style={{ top, height }}
      title={`No key is set. ${offer.model} answers at ${offer.base_url}.`}
      onClick={() => runOnLocalModel(id, offer)}
    >
      No key · run on the local model
    </button>
  );
}

/** What the run said about the node: which model was used in place of the one named. */
function RunNote({ id, top, height }: { id: string; top: number; height: number }) {
  const note = useRunStore((run) => run.vertices[id]?.note);
  return (
    <p className="node-note" style={{ top, height }} title={note}>
      {note}
    </p>
  );
}

function NodePreview({ node, top, height }: { node: FlowNode; top: number; height: number }) {
  const preview = useVertex(node)?.preview;
  const pinned = pinnedOutputs(node);
  return (
    <button
      type="button"
      className="node-preview nodrag"
      style={{ top, height }}
      tabIndex={-1}
      title="Show the whole output"
      onClick={() => {
        select([node.id]);
        useView.setState({ peeking: node.id });
      }}
    >
      <span>{plainText(pinned ? previewOfPinned(pinned) : (preview ?? ""))}</span>
    </button>
  );
}

function previewOfPinned(values: Readonly<Record<string, unknown>>): string {
  const texts = Object.values(values).map((value) => textOf(value));
  return texts.find((text) => text !== "") ?? "empty";
}

function NodeError({ node, top, height }: { node: FlowNode; top: number; height: number }) {
  const error = useVertex(node)?.error;
  return (
    <button
      type="button"
      className="node-error nodrag"
      style={{ top, height }}
      tabIndex={-1}
      title={[error?.why, error?.action].filter(Boolean).join(" ")}
      onClick={() => showDock("node")}
    >
      <span>{error?.what}</span>
    </button>
  );
}

/** Text without the marks of Markdown, for the two lines of a preview. */
function plainText(markdown: string): string {
  return markdown
    .slice(0, 400)
    .replace(/```\w*\n?/g, "")
    .replace(/^\s*(?:#{1,6}|[-*+]|>|\d+\.)\s+/gm, "")
    .replace(/(\*\*|__|`|~~)(.+?)\1/g, "$2")
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/\n{2,}/g, "\n");
}
