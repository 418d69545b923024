import { X } from "lucide-react";
import type { ChatMessage } from "@/messages/message";
import { askAgain, removeMessages } from "@/messages/send";
import { FieldLink } from "@/runs/field_link";
import { LocalModelOffer } from "@/runs/local_model_offer";
import { CodeOffer } from "@/trust/code_offer";
import { Button } from "@/ui/button";
import { ErrorNote } from "@/ui/error_note";
import { IconButton } from "@/ui/icon_button";

export interface ErrorCardProps {
  message: ChatMessage;
  flowId: string;
  canRetry: boolean;
  onShowNode?: (nodeId: string) => void;
}

/** What went wrong, kept in the conversation, with the ways on. */
export function ErrorCard({ message, flowId, canRetry, onShowNode }: ErrorCardProps) {
  const { error, source, name } = message;
  const retry = () => void askAgain(flowId, message.id);
  return (
    <div className="chat-error">
      {name ? <p className="chat-from">{name}</p> : null}
      <ErrorNote what={error?.what ?? message.text} why={error?.why} action={error?.action}>
        {source ? <LocalModelOffer nodeId={source} isShown={canRetry} onChosen={retry} /> : null}
        {source ? <CodeOffer nodeId={source} /> : null}
        {canRetry ? (
          <Button kind="outline" onClick={retry}>
            Retry
          </Button>
        ) : null}
        {source && onShowNode ? <FieldLink nodeId={source} fieldKey={error?.field} onShowNode={onShowNode} /> : null}
        {source && onShowNode ? (
          <Button kind="outline" onClick={() => onShowNode(source)}>
            Show node
          </Button>
        ) : null}
      </ErrorNote>
      <IconButton
        label="Remove the error"
        className="chat-error-remove"
        onClick={() => void removeMessages([message.id])}
      >
        <X />
      </IconButton>
    </div>
  );
}
