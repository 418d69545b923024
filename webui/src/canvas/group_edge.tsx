import { ViewportPortal } from "@xyflow/react";
import { X } from "lucide-react";
import type { CanvasNode } from "@/canvas/node";
import { rectOf } from "@/canvas/paint";
import type { Rect } from "@/canvas/snap";
import { useView } from "@/canvas/view";
import { wirePath } from "@/canvas/wire_path";
import { familyOfField } from "@/canvas/wiring";
import { useDocument } from "@/document/document";
import { exposables, openGroupNode, setExposed } from "@/document/exposing";
import { isNote, nodeName } from "@/document/graph";
import "./group_edge.css";

/** Room between the edge of an open group and its nodes. */
const MARGIN = 56;
/** Height of a field's mark at the edge, and the least distance between two. */
const MARK = 24;

interface Mark {
  nodeId: string;
  key: string;
  label: string;
  family: string;
  y: number;
  /** From the edge to the field. */
  path: string;
}

/** The edge of the open group: what it is called, and the fields that it shows. A field dragged here is shown on the group. */
export default function GroupEdge({ nodes }: { nodes: readonly CanvasNode[] }) {
  const group = useDocument(openGroupNode);
  const isDrawing = useView((view) => view.drawing?.kind === "field");
  const isDragging = useView((view) => view.isFieldDragged);
  const inner = nodes.filter(({ type }) => type !== "ghost");
  if (!group || !inner.some(({ data }) => !isNote(data.node))) return null;
  const box = around(inner.map(rectOf));
  const marks = marksOf(inner, box);
  const isWaiting = isDrawing || isDragging;
  return (
    <ViewportPortal>
      <section
        className={`group-edge ${isWaiting ? "is-waiting" : ""}`}
        aria-label={`Edge of ${nodeName(group)}`}
        style={{ transform: `translate(${box.x}px, ${box.y}px)`, width: box.width, height: box.height }}
      >
        <span className="group-edge-name">{nodeName(group)}</span>
        {isWaiting ? <span className="group-edge-hint">Let go here to show it on the group</span> : null}
        <svg className="group-edge-lines" aria-hidden="true">
          {marks.map(({ nodeId, key, path, family }) => (
            <path key={`${nodeId} ${key}`} className={`family-${family}`} d={path} />
          ))}
        </svg>
        <div className="group-edge-drop" />
        {marks.map(({ nodeId, key, label, family, y }) => (
          <span key={`${nodeId} ${key}`} className="group-edge-field" style={{ top: y - box.y - MARK / 2 }}>
            <button
              type="button"
              className="nopan"
              aria-label={`Take ${label} off the group`}
              title={`Take ${label} off the group`}
              onClick={() => setExposed(nodeId, key, false)}
            >
              <X aria-hidden />
            </button>
            {label}
            <i className={`handle-mark is-static family-${family}`} />
          </span>
        ))}
      </section>
    </ViewportPortal>
  );
}

function around(rects: readonly Rect[]): Rect {
  const x = Math.min(...rects.map((rect) => rect.x)) - MARGIN;
  const y = Math.min(...rects.map((rect) => rect.y)) - MARGIN;
  const right = Math.max(...rects.map((rect) => rect.x + rect.width)) + MARGIN;
  const bottom = Math.max(...rects.map((rect) => rect.y + rect.height)) + MARGIN;
  return { x, y, width: right - x, height: bottom - y };
}

/** The fields on the group's face at its edge, each as high as the field stands, but none over another. */
function marksOf(nodes: readonly CanvasNode[], box: Rect): Mark[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  let last = box.y + MARK / 2;
  return exposables()
    .filter(({ isExposed }) => isExposed)
    .flatMap(({ nodeId, key, label }) => {
      const node = byId.get(nodeId);
      if (!node) return [];
      const { face, node: stored } = node.data;
      const row = face.rows.find((each) => each.key === key);
      const y = node.position.y + (row ? (row.handleY ?? row.top + row.height / 2) : (face.more?.top ?? 18) + 11);
      return [{ nodeId, key, label, family: familyOfField(stored.data.node?.template[key]), y, node }];
    })
    .sort((a, b) => a.y - b.y)
    .map(({ node, ...mark }) => {
      const y = Math.max(mark.y, last + MARK);
      last = y;
      return { ...mark, y, path: wirePath(0, y - box.y, node.position.x - box.x, mark.y - box.y) };
    });
}
