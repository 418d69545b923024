import { Handle as FlowHandle, Position } from "@xyflow/react";
import { memo } from "react";
import { showHint, useView, type WireStart } from "@/canvas/view";
import { canEndAt, linkBetween, makeLink, refusalBetween } from "@/canvas/wiring";
import { useDocument } from "@/document/document";
import { nodeById } from "@/document/edits";
import type { TypeFamily } from "@/document/value_types";

export interface HandleProps {
  end: WireStart;
  /** "Output Message of Chat Input, connected to Prompt question". */
  label: string;
  family: TypeFamily;
  isWired: boolean;
  takesMany: boolean;
  top: number;
}

/**
 * The dot where wires begin and end. Colour and shape tell the family of values; filled when wired. While a wire is drawn
 * the fitting ones glow. A click opens the list of what fits; a click on a second handle joins the two.
 */
export const Handle = memo(function Handle({ end, label, family, isWired, takesMany, top }: HandleProps) {
  const glow = useView((view) => {
    const start = view.drawing ?? view.quickAdd?.from;
    if (!start || (start.nodeId === end.nodeId && start.name === end.name && start.kind === end.kind)) return "";
    const node = nodeById(end.nodeId);
    return node && canEndAt(start, node, end.kind, end.name) ? "is-fitting" : "is-faded";
  });

  const onClick = (event: React.MouseEvent) => {
    event.stopPropagation();
    const waiting = useView.getState().quickAdd?.from;
    if (waiting && waiting.kind !== end.kind) {
      useView.setState({ quickAdd: null });
      const link = linkBetween(waiting, end);
      if (link) makeLink(link);
      else showHint(refusalBetween(waiting, end) ?? "These two do not fit.", { x: event.clientX, y: event.clientY });
      return;
    }
    useDocument.setState({ selectedNodes: new Set([end.nodeId]), selectedEdges: new Set() });
    useView.setState({
      quickAdd: {
        screen: { x: event.clientX + 8, y: event.clientY - 12 },
        at: null,
        from: end,
        into: null,
        onlyFitting: true,
      },
    });
  };

  return (
    <FlowHandle
      id={end.name}
      type={end.kind === "output" ? "source" : "target"}
      position={end.kind === "output" ? Position.Right : Position.Left}
      className={`handle family-${family} ${isWired ? "is-wired" : ""} ${takesMany ? "takes-many" : ""} ${glow}`}
      style={{ top }}
      role="button"
      tabIndex={-1}
      aria-label={label}
      title={label}
      onClick={onClick}
    >
      <i className="handle-mark" />
    </FlowHandle>
  );
});
