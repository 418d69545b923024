import { ArrowRight, ChevronRight, CornerLeftUp, Ellipsis, FolderOpen, Play, Spline, X } from "lucide-react";
import { peek } from "@/actions/peek";
import { runUpTo } from "@/actions/run_node";
import type { FlowEdge, FlowNode } from "@/api/flow_data";
import { forNode } from "@/canvas/canvas_menu";
import { NameEditor } from "@/canvas/name_editor";
import { NodeState } from "@/canvas/node_state";
import { useView } from "@/canvas/view";
import { ComponentIcon } from "@/catalogue/icon";
import { openGroup, select, useDocument } from "@/document/document";
import { removeEdges, renameNode } from "@/document/edits";
import { isGroup, nodeName, outputNamed, outputsOf, sourceWords } from "@/document/graph";
import { sourceName, targetName } from "@/document/handles";
import { NodeFields } from "@/runs/node_fields";
import { NodeOutcome } from "@/runs/node_outcome";
import { useVertex } from "@/runs/vertex";
import { IconButton } from "@/ui/icon_button";
import { Menu } from "@/ui/menu";

export interface OutlineNodeProps {
  node: FlowNode;
  /** Its place in the run order, from 1. */
  number: number;
  isOpen: boolean;
  onOpen: (id: string, isOpen: boolean) => void;
  isStale: boolean;
  /** What would keep it from running; empty when nothing is known. */
  problem: string;
  /** Goes to another node's row. */
  onShowNode: (nodeId: string) => void;
}

/** A node as a row: its state and acts, what feeds it and what it feeds; opened also its fields and its last result. */
export function OutlineNode({ node, number, isOpen, onOpen, isStale, problem, onShowNode }: OutlineNodeProps) {
  const isSelected = useDocument((document) => document.selectedNodes.has(node.id));
  const isRenaming = useView((view) => view.renaming === node.id);
  const name = nodeName(node);
  const bodyId = `outline-${node.id}`;
  return (
    <li
      className={`outline-node ${isSelected ? "is-selected" : ""}`}
      data-row={node.id}
      onFocus={() => choose(node.id)}
    >
      {/* Keys of the canvas act here too, on the node whose row has the focus. */}
      <div className="outline-row" data-canvas="">
        <h3>
          {isRenaming ? (
            <NameEditor
              label={`Name of ${name}`}
              value={name}
              onDone={(value) => {
                if (value !== null) renameNode(node.id, value);
                useView.setState({ renaming: null });
                requestAnimationFrame(() => onShowNode(node.id));
              }}
            />
          ) : (
            <button
              type="button"
              className="outline-toggle"
              aria-expanded={isOpen}
              aria-controls={bodyId}
              onClick={() => onOpen(node.id, !isOpen)}
            >
              <ChevronRight aria-hidden className="outline-chevron" />
              <span className="outline-number">{number}</span>
              <ComponentIcon name={node.data.node?.icon} type={node.data.type} />
              <span className="outline-name">{name}</span>
            </button>
          )}
        </h3>
        {problem ? <span className="outline-problem">{problem}</span> : null}
        <NodeState node={node} isStale={isStale} />
        <span className="outline-acts">
          {isGroup(node) ? (
            <IconButton label={`Open the group ${name}`} onClick={() => openGroup(node.id)}>
              <FolderOpen />
            </IconButton>
          ) : null}
          <IconButton label={`Run ${name}`} shortcut="Shift Enter" onClick={() => void runUpTo(node.id)}>
            <Play />
          </IconButton>
          <IconButton label={`Connect ${name}…`} shortcut="L" onClick={() => useView.setState({ linking: node.id })}>
            <Spline />
          </IconButton>
          <Menu
            align="end"
            trigger={
              <button type="button" className="icon-button" aria-label={`More for ${name}`} title="More">
                <Ellipsis />
              </button>
            }
            entries={isSelected ? forNode().filter((entry) => !isForCanvas(entry)) : []}
          />
        </span>
      </div>
      <div id={bodyId} className="outline-body">
        {isOpen ? <Details node={node} onShowNode={onShowNode} /> : <Sources node={node} />}
        <Targets node={node} onShowNode={onShowNode} isOpen={isOpen} />
      </div>
    </li>
  );
}

function choose(id: string): void {
  const { selectedNodes } = useDocument.getState();
  if (selectedNodes.size !== 1 || !selectedNodes.has(id)) select([id]);
}

/** What is shown over the canvas has no place here. */
function isForCanvas(entry: ReturnType<typeof forNode>[number]): boolean {
  return typeof entry === "object" && entry?.label === peek.label;
}

/** What feeds a folded node, as words. */
function Sources({ node }: { node: FlowNode }) {
  const wires = useDocument((document) => document.edges).filter(({ target }) => target === node.id);
  const nodes = useDocument((document) => document.nodes);
  if (!wires.length) return null;
  return (
    <ul className="outline-wires" aria-label={`Into ${nodeName(node)}`}>
      {wires.map((edge) => (
        <li key={edge.id}>
          <CornerLeftUp aria-hidden />
          {fieldLabel(node, targetName(edge))} from{" "}
          {sourceWords(
            edge,
            nodes.find(({ id }) => id === edge.source),
          )}
        </li>
      ))}
    </ul>
  );
}

/** Where its outputs go: each wire can be followed and taken away. */
function Targets({ node, onShowNode, isOpen }: Pick<OutlineNodeProps, "node" | "onShowNode" | "isOpen">) {
  const edges = useDocument((document) => document.edges);
  const nodes = useDocument((document) => document.nodes);
  const wires = edges.filter(({ source }) => source === node.id);
  const unused = outputsOf(node).filter(({ name }) => !wires.some((edge) => sourceName(edge) === name));
  if (!wires.length && !isOpen) return null;
  return (
    <ul className="outline-wires" aria-label={`Out of ${nodeName(node)}`}>
      {wires.map((edge) => (
        <TargetWire
          key={edge.id}
          edge={edge}
          node={node}
          target={nodes.find(({ id }) => id === edge.target)}
          onShowNode={onShowNode}
          isOpen={isOpen}
        />
      ))}
      {isOpen
        ? unused.map(({ name, display_name }) => (
            <li key={name} className="is-unused">
              <ArrowRight aria-hidden />
              {display_name ?? name} goes nowhere
            </li>
          ))
        : null}
    </ul>
  );
}

interface TargetWireProps extends Pick<OutlineNodeProps, "node" | "onShowNode" | "isOpen"> {
  edge: FlowEdge;
  target: FlowNode | undefined;
}

function TargetWire({ edge, node, target, onShowNode, isOpen }: TargetWireProps) {
  const output = outputNamed(node, sourceName(edge))?.display_name ?? sourceName(edge);
  const into = target ? `${nodeName(target)} · ${fieldLabel(target, targetName(edge))}` : "a node that is gone";
  return (
    <li>
      <ArrowRight aria-hidden />
      {output} into{" "}
      {isOpen && target ? (
        <button type="button" className="outline-link" onClick={() => onShowNode(target.id)}>
          {into}
        </button>
      ) : (
        into
      )}
      {isOpen ? (
        <IconButton
          label={`Disconnect ${output} from ${into}`}
          onClick={() => {
            removeEdges(new Set([edge.id]));
            onShowNode(node.id);
          }}
        >
          <X />
        </IconButton>
      ) : null}
    </li>
  );
}

function fieldLabel(node: FlowNode, key: string): string {
  return node.data.node?.template[key]?.display_name || key;
}

function Details({ node, onShowNode }: Pick<OutlineNodeProps, "node" | "onShowNode">) {
  const preview = useVertex(node)?.preview;
  return (
    <>
      <NodeOutcome node={node} />
      <NodeFields node={node} idPrefix="outline" onShowNode={onShowNode} />
      {preview ? (
        <div className="outline-result">
          <h4>Last result</h4>
          <p className="plain-text">{preview}</p>
        </div>
      ) : null}
    </>
  );
}
