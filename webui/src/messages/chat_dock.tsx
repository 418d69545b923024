import { ExternalLink } from "lucide-react";
import { useSearchParams } from "react-router";
import { Chat } from "@/messages/chat";

export interface ChatDockProps {
  flowId: string;
  onShowNode: (nodeId: string) => void;
}

/** The dock's Chat tab for a flow; its message box has the focus when the address asks for the chat. */
export function ChatDock({ flowId, onShowNode }: ChatDockProps) {
  const [search] = useSearchParams();
  const session = search.get("session");
  const address = `/chat/${flowId}${session ? `?session=${encodeURIComponent(session)}` : ""}`;
  return (
    <Chat
      flowId={flowId}
      onShowNode={onShowNode}
      takesFocus={search.get("dock") === "chat"}
      extra={
        <a
          className="icon-button"
          href={address}
          target="_blank"
          rel="noopener"
          aria-label="Open the chat in a window of its own"
          title="Open the chat in a window of its own"
        >
          <ExternalLink />
        </a>
      }
    />
  );
}
