import { useViewport } from "@xyflow/react";
import { Pin, PinOff, X } from "lucide-react";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { runUpTo } from "@/actions/run_node";
import type { FlowNode } from "@/api/flow_data";
import { NodeState } from "@/canvas/node_state";
import { PinnedValue } from "@/canvas/pinned_value";
import { pinNode, unpinNode } from "@/canvas/pins";
import { dockSpaceOf, useView } from "@/canvas/view";
import { useDocument } from "@/document/document";
import { isNote, nodeName, outputsOf, pinnedOutputs } from "@/document/graph";
import { earlierValue } from "@/runs/earlier";
import { textOf } from "@/runs/preview";
import { ValueView } from "@/runs/value_view";
import { useVertex } from "@/runs/vertex";
import { Button } from "@/ui/button";
import { ErrorNote } from "@/ui/error_note";
import { IconButton } from "@/ui/icon_button";
import { Kbd } from "@/ui/kbd";
import "./peek.css";

const TextChanges = lazy(() => import("@/ui/text_changes"));

const WIDTH = 520;
const HEIGHT = 420;

/** A node's output at full size over the node, for as long as it is wanted (`O` or Space opens and closes it). */
export default function Peek() {
  const id = useView((view) => view.peeking);
  const node = useDocument((document) => (id ? document.nodes.find((each) => each.id === id) : undefined));
  useFollowingSelection(id);
  return node && !isNote(node) ? <PeekPanel key={node.id} node={node} /> : null;
}

/** While it is open it shows whatever node is selected; nothing selected closes it. */
function useFollowingSelection(id: string | null): void {
  const selected = useDocument((document) =>
    document.selectedNodes.size === 1 ? [...document.selectedNodes][0] : undefined,
  );
  useEffect(() => {
    if (id && selected !== id) useView.setState({ peeking: selected ?? null });
  }, [id, selected]);
}

function PeekPanel({ node }: { node: FlowNode }) {
  const { x, y, zoom } = useViewport();
  const frame = useRef<HTMLElement>(null);
  const name = nodeName(node);
  const isPinned = pinnedOutputs(node) !== null;
  const vertex = useVertex(node);
  const free = window.innerWidth - useView(dockSpaceOf);
  const width = Math.min(WIDTH, free - 24);
  const left = Math.max(12, Math.min(x + node.position.x * zoom, free - width - 12));
  const top = Math.min(Math.max(56, y + (node.position.y + 36) * zoom), Math.max(56, window.innerHeight - HEIGHT - 70));

  // Where something can be typed at once, it takes the focus.
  useEffect(() => {
    if (isPinned) frame.current?.querySelector("textarea")?.focus();
  }, [isPinned]);

  const close = () => {
    useView.setState({ peeking: null });
    useView.getState().camera?.focus();
  };

  return (
    <section
      ref={frame}
      className="peek nowheel nopan nodrag"
      aria-label={`Output of ${name}`}
      style={{ left, top, width, maxHeight: HEIGHT }}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        close();
      }}
    >
      <header className="peek-head">
        <strong>{name}</strong>
        {isPinned ? <span className="peek-pinned">pinned</span> : <NodeState node={node} isStale={false} />}
        <IconButton
          label={isPinned ? `Unpin the output of ${name}` : `Pin the output of ${name}`}
          shortcut="P"
          onClick={() => (isPinned ? unpinNode(node) : pinNode(node))}
        >
          {isPinned ? <PinOff /> : <Pin />}
        </IconButton>
        <IconButton label="Close" shortcut="Esc" onClick={close}>
          <X />
        </IconButton>
      </header>
      <div className="peek-body">
        {vertex?.error && !isPinned ? <ErrorNote {...vertex.error} /> : <Values node={node} />}
      </div>
    </section>
  );
}

function Values({ node }: { node: FlowNode }) {
  const vertex = useVertex(node);
  const pinned = pinnedOutputs(node);
  const outputs = outputsOf(node);
  if (pinned) {
    return outputs
      .filter(({ name }) => name in pinned)
      .map(({ name, display_name }) => (
        <PinnedValue key={name} node={node} output={name} label={display_name ?? name} value={pinned[name]} />
      ));
  }
  if (vertex?.status === "running" && vertex.preview) return <p className="plain-text">{vertex.preview}</p>;
  const given = outputs.flatMap(({ name, display_name }) => {
    const output = vertex?.built?.outputs?.[name];
    return output && output.type !== "unknown" && output.type !== "error"
      ? [{ name, label: display_name ?? name, value: output.message }]
      : [];
  });
  if (given.length === 0) return <NothingYet node={node} hasRun={vertex?.status === "ok"} />;
  return given.map(({ name, label, value }) => (
    <OutputValue key={name} node={node} output={name} label={label} value={value} />
  ));
}

function NothingYet({ node, hasRun }: { node: FlowNode; hasRun: boolean }) {
  if (hasRun) return <p className="peek-nothing">What it gives is used by other nodes and cannot be shown as text.</p>;
  return (
    <div className="peek-nothing">
      <p>Nothing has come out yet.</p>
      <Button kind="outline" onClick={() => void runUpTo(node.id)}>
        Run up to this node <Kbd>Shift Enter</Kbd>
      </Button>
    </div>
  );
}

interface OutputValueProps {
  node: FlowNode;
  output: string;
  label: string;
  value: unknown;
}

/** One output; where the run before gave something else, the two can be compared. */
function OutputValue({ node, output, label, value }: OutputValueProps) {
  const [isComparing, setComparing] = useState(false);
  const proxy = node.data.node?.outputs?.find(({ name }) => name === output)?.proxy;
  const before = proxy ? earlierValue(proxy.id, proxy.name) : earlierValue(node.id, output);
  const hasChanged = before !== undefined && textOf(before) !== textOf(value);
  return (
    <div className="peek-value">
      {hasChanged && isComparing ? (
        <Suspense fallback={null}>
          <TextChanges label={`What changed in ${label}`} before={textOf(before)} after={textOf(value)} />
        </Suspense>
      ) : (
        <ValueView label={`${label} of ${nodeName(node)}`} title={label} value={value} />
      )}
      {hasChanged ? (
        <Button aria-pressed={isComparing} onClick={() => setComparing(!isComparing)}>
          {isComparing ? "Show the value" : "Compare with the run before"}
        </Button>
      ) : null}
    </div>
  );
}
