import { ChevronRight } from "lucide-react";
import type { ContentBlock, ContentPart } from "@/runs/message_record";

/** What an agent did before it answered, folded: each tool with what went in and came out. */
export function Steps({ steps }: { steps: readonly ContentBlock[] }) {
  const parts = steps.flatMap((block) => block.contents.filter((part) => part.type === "tool_use"));
  if (!parts.length) return null;
  return (
    <ul className="chat-steps" aria-label="Steps">
      {parts.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: steps have no identity but their place.
        <li key={index}>
          <Step part={part} />
        </li>
      ))}
    </ul>
  );
}

function Step({ part }: { part: ContentPart }) {
  return (
    <details className="chat-step">
      <summary>
        <ChevronRight aria-hidden />
        {part.name || "Tool"}
        {typeof part.duration === "number" ? ` · ${Math.round(part.duration)} ms` : null}
      </summary>
      <dl>
        <dt>In</dt>
        <dd>{asText(part.tool_input)}</dd>
        <dt>Out</dt>
        <dd>{asText(part.output ?? part.error)}</dd>
      </dl>
    </details>
  );
}

function asText(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}
