import { ChevronRight, SquareArrowOutUpRight } from "lucide-react";
import type { ContentBlock, ContentPart } from "@/runs/message_record";
import { Button } from "@/ui/button";

export interface StepsProps {
  steps: readonly ContentBlock[];
  /** Goes to the node that gave a tool, where there is a canvas. */
  onShowNode?: (nodeId: string) => void;
}

/** What an agent did before it answered: what it thought, and folded each tool with what went in and came out. */
export function Steps({ steps, onShowNode }: StepsProps) {
  const parts = steps.flatMap((block) => block.contents.filter((part) => part.type === "tool_use" || isThought(part)));
  if (!parts.length) return null;
  return (
    <ul className="chat-steps" aria-label="Steps">
      {parts.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: steps have no identity but their place.
        <li key={index}>
          {part.type === "tool_use" ? (
            <Step part={part} onShowNode={onShowNode} />
          ) : (
            <p className="chat-thought">{part.text}</p>
          )}
        </li>
      ))}
    </ul>
  );
}

function isThought(part: ContentPart): boolean {
  const header = part.header as { title?: unknown } | undefined;
  return part.type === "text" && header?.title === "Thought";
}

function Step({ part, onShowNode }: { part: ContentPart } & Pick<StepsProps, "onShowNode">) {
  const { vertex_id: nodeId } = part;
  const isOver = typeof part.duration === "number";
  return (
    <details className={`chat-step ${part.error ? "is-failed" : ""} ${isOver ? "" : "is-running"}`}>
      <summary>
        <ChevronRight aria-hidden />
        {part.name || "Tool"}
        {isOver ? ` · ${Math.round(part.duration ?? 0)} ms` : " · running"}
        {part.error ? " · failed" : ""}
      </summary>
      <dl>
        <dt>In</dt>
        <dd>{asText(part.tool_input)}</dd>
        <dt>{part.error ? "Error" : "Out"}</dt>
        <dd>{isOver ? asText(part.error ?? part.output) : "…"}</dd>
      </dl>
      {nodeId && onShowNode ? (
        <Button icon={<SquareArrowOutUpRight />} onClick={() => onShowNode(nodeId)}>
          Show node
        </Button>
      ) : null}
    </details>
  );
}

function asText(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}
