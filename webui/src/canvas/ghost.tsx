import type { Node, NodeProps } from "@xyflow/react";

export type GhostNode = Node<{ name: string }>;

/** Where a copy would come to stand. */
export function Ghost({ data, width, height }: NodeProps<GhostNode>) {
  return (
    <div className="ghost" style={{ width, height }} aria-hidden="true">
      {data.name}
    </div>
  );
}
