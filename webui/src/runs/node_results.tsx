import { type RefObject, useLayoutEffect, useRef, useState } from "react";
import type { FlowNode } from "@/api/flow_data";
import { useDocument } from "@/document/document";
import { nodeName, outputNamed, sourceWords } from "@/document/graph";
import { sourceName, targetName } from "@/document/handles";
import type { LogLine } from "@/runs/events";
import { useRunStore } from "@/runs/run";
import { ValueView } from "@/runs/value_view";
import "./node_dock.css";

const PARTS = ["In", "Out", "Log"] as const;
type Part = (typeof PARTS)[number];

/** Content width from which the three parts stand side by side. */
const WIDE_PX = 540;

/** What went into a node and came out of it in the last run, and what it logged: side by side where there is room. */
export function NodeResults({ node }: { node: FlowNode }) {
  const place = useRef<HTMLElement>(null);
  const isWide = useIsWide(place, WIDE_PX);
  return (
    <section className="inspector-results" aria-label="Last run" ref={place}>
      {isWide ? (
        <div className="inspector-columns">
          {PARTS.map((part) => (
            <section key={part} className="inspector-values" aria-label={part}>
              <p className="inspector-column">{part}</p>
              <Values part={part} node={node} />
            </section>
          ))}
        </div>
      ) : (
        <PartTabs node={node} />
      )}
    </section>
  );
}

function useIsWide(place: RefObject<HTMLElement | null>, from_px: number): boolean {
  const [isWide, setWide] = useState(false);
  useLayoutEffect(() => {
    const element = place.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setWide(element.clientWidth >= from_px));
    setWide(element.clientWidth >= from_px);
    observer.observe(element);
    return () => observer.disconnect();
  }, [place, from_px]);
  return isWide;
}

function PartTabs({ node }: { node: FlowNode }) {
  const [part, setPart] = useState<Part>("Out");
  return (
    <>
      <div className="inspector-parts" role="tablist" aria-label="Last run">
        {PARTS.map((each) => (
          <button
            key={each}
            type="button"
            role="tab"
            id={`results-${each}`}
            className="tab"
            data-state={each === part ? "active" : undefined}
            aria-selected={each === part}
            aria-controls="results"
            tabIndex={each === part ? 0 : -1}
            onClick={() => setPart(each)}
            onKeyDown={(event) => {
              const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
              const next = PARTS[PARTS.indexOf(each) + step];
              if (!step || !next) return;
              setPart(next);
              document.getElementById(`results-${next}`)?.focus();
            }}
          >
            {each}
          </button>
        ))}
      </div>
      <div id="results" role="tabpanel" aria-labelledby={`results-${part}`} className="inspector-values">
        <Values part={part} node={node} />
      </div>
    </>
  );
}

function Values({ part, node }: { part: Part; node: FlowNode }) {
  if (part === "In") return <Inputs node={node} />;
  return part === "Out" ? <Outputs node={node} /> : <Log nodeId={node.id} />;
}

/** What came over the wires, and beside it what the node had of its own. */
function Inputs({ node }: { node: FlowNode }) {
  const edges = useDocument((document) => document.edges);
  const nodes = useDocument((document) => document.nodes);
  const vertices = useRunStore((run) => run.vertices);
  const wires = edges.filter((edge) => edge.target === node.id);
  if (!wires.length) return <p className="inspector-quiet">No wire leads into this node: it uses its fields alone.</p>;
  const came = wires.flatMap((edge) => {
    const output = vertices[edge.source]?.built?.outputs?.[sourceName(edge)];
    if (!output || output.type === "unknown" || output.type === "error") return [];
    const source = nodes.find((each) => each.id === edge.source);
    const field = targetName(edge);
    const label = node.data.node?.template[field]?.display_name || field;
    return [{ id: edge.id, title: `${label} ← ${sourceWords(edge, source)}`, value: output.message }];
  });
  if (!came.length) return <p className="inspector-quiet">Nothing has come in yet. Run the flow to see it.</p>;
  return came.map(({ id, title, value }) => <ValueView key={id} label={title} title={title} value={value} />);
}

function Outputs({ node }: { node: FlowNode }) {
  const vertex = useRunStore((run) => run.vertices[node.id]);
  const isWriting = vertex?.status === "running" && vertex.preview;
  if (isWriting) return <p className="inspector-quiet plain-text">{vertex.preview}</p>;
  const outputs = Object.entries(vertex?.built?.outputs ?? {}).filter(([, { type }]) => type !== "error");
  const shown = outputs.filter(([, { type }]) => type !== "unknown");
  if (vertex?.status === "error") return <p className="inspector-quiet">It failed and gave nothing.</p>;
  if (!outputs.length) return <p className="inspector-quiet">Nothing has come out yet. Run the flow to see it.</p>;
  if (!shown.length) {
    return <p className="inspector-quiet">What it gives is used by other nodes and cannot be shown as text.</p>;
  }
  return shown.map(([name, { message }]) => {
    const title = outputNamed(node, name)?.display_name ?? name;
    return <ValueView key={name} label={`${title} of ${nodeName(node)}`} title={title} value={message} />;
  });
}

function Log({ nodeId }: { nodeId: string }) {
  const logs = useRunStore((run) => run.vertices[nodeId]?.built?.logs);
  const lines: LogLine[] = Object.values(logs ?? {}).flat();
  if (!lines.length) return <p className="inspector-quiet">It logged nothing.</p>;
  return lines.map((line, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity but their place.
    <ValueView key={index} label={`${line.name} ${index + 1}`} title={line.name} value={line.message} />
  ));
}
