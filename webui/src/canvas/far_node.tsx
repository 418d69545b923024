import type { NodeProps } from "@xyflow/react";
import { memo } from "react";
import type { CanvasNode } from "@/canvas/node";
import { nodeName } from "@/document/graph";

/** A painted node that is selected or under the pointer: a plain box, which is all that is seen of it from there. */
export const FarNode = memo(function FarNode({ data: { node, face }, selected }: NodeProps<CanvasNode>) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a node.
    <div
      id={`node-${node.id}`}
      role="group"
      aria-label={nodeName(node)}
      className={`node level-0 ${selected ? "is-selected" : ""}`}
      style={{ width: face.width, height: face.height }}
    />
  );
});

/** Nodes are never changed in place: each has one far form. */
const farForms = new WeakMap<CanvasNode, CanvasNode>();

/** The same node, drawn as a plain box. */
export function farForm(node: CanvasNode): CanvasNode {
  if (node.type !== "component") return node;
  const form = farForms.get(node) ?? { ...node, type: "far" };
  farForms.set(node, form);
  return form;
}
