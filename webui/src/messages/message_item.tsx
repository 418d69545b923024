import { GitBranch, Paperclip, Pencil, RotateCcw, Trash2 } from "lucide-react";
import { memo, useState } from "react";
import { explain } from "@/api/errors";
import { streamOf } from "@/messages/conversation";
import { ErrorCard } from "@/messages/error_card";
import { type ChatMessage, fileName } from "@/messages/message";
import { MessageEditor } from "@/messages/message_editor";
import { QuestionCard } from "@/messages/question_card";
import { askAgain, removeMessages } from "@/messages/send";
import { Steps } from "@/messages/steps";
import { StreamingText } from "@/messages/streaming_text";
import { useRunStore } from "@/runs/run";
import { CopyButton } from "@/ui/copy_button";
import { IconButton } from "@/ui/icon_button";
import { RichText } from "@/ui/rich_text";

export interface MessageItemProps {
  message: ChatMessage;
  flowId: string;
  /** What led to it can be asked again. */
  canAskAgain: boolean;
  /** A run is under way: nothing is changed meanwhile. */
  isBusy: boolean;
  onShowNode?: (nodeId: string) => void;
  onBranch: (message: ChatMessage) => Promise<void>;
}

/** One message with what can be done with it. */
export const MessageItem = memo(function MessageItem(props: MessageItemProps) {
  const { message, flowId, canAskAgain, isBusy, onShowNode, onBranch } = props;
  const [isEditing, setEditing] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  // Which model answered in place of the one that the node names.
  const note = useRunStore((run) => (canAskAgain && message.source ? run.vertices[message.source]?.note : undefined));
  const attempt = (act: Promise<void>) => void act.catch((error: unknown) => setProblem(explain(error).what));
  const stream = message.isWriting ? streamOf(message.id) : undefined;

  if (message.author === "error") {
    return (
      <li className="chat-message is-failure">
        <ErrorCard message={message} flowId={flowId} canRetry={canAskAgain && !isBusy} onShowNode={onShowNode} />
      </li>
    );
  }
  const isUser = message.author === "user";
  const who = isUser ? "You" : message.name || "Answer";
  return (
    <li className={`chat-message is-${message.author} ${message.isPending ? "is-pending" : ""}`}>
      <article aria-label={`${who}${message.isWriting ? ", writing" : ""}`}>
        {isUser ? null : (
          <header className="chat-from">
            {message.source && onShowNode ? (
              <button type="button" title="Show the node" onClick={() => onShowNode(message.source as string)}>
                {who}
              </button>
            ) : (
              who
            )}
            {message.isEdited ? " · edited" : null}
            {note ? <span className="chat-note">{note}</span> : null}
          </header>
        )}
        {message.steps.length ? <Steps steps={message.steps} onShowNode={onShowNode} /> : null}
        {message.files.length ? <Files files={message.files} /> : null}
        {isEditing ? (
          <MessageEditor message={message} onDone={() => setEditing(false)} />
        ) : (
          <div className="chat-text">
            {stream ? (
              <StreamingText stream={stream} />
            ) : isUser ? (
              <p className="plain-text">{message.text}</p>
            ) : (
              <RichText text={message.text} />
            )}
          </div>
        )}
        {message.question ? <QuestionCard flowId={flowId} question={message.question} /> : null}
        {problem ? (
          <p className="chat-problem" role="alert">
            {problem}
          </p>
        ) : null}
      </article>
      {message.isWriting || message.isPending || isEditing ? null : (
        <div className="chat-acts">
          <CopyButton label="Copy the message" text={() => message.text} />
          {canAskAgain && !isUser ? (
            <IconButton label="Ask again" disabled={isBusy} onClick={() => void askAgain(flowId, message.id)}>
              <RotateCcw />
            </IconButton>
          ) : null}
          <IconButton
            label={isUser ? "Ask in other words, in a branch" : "Branch from here"}
            disabled={isBusy}
            onClick={() => attempt(onBranch(message))}
          >
            <GitBranch />
          </IconButton>
          <IconButton label="Edit the message" disabled={isBusy} onClick={() => setEditing(true)}>
            <Pencil />
          </IconButton>
          <IconButton
            label="Delete the message"
            disabled={isBusy}
            onClick={() => attempt(removeMessages([message.id]))}
          >
            <Trash2 />
          </IconButton>
        </div>
      )}
    </li>
  );
});

function Files({ files }: { files: readonly string[] }) {
  return (
    <ul className="chat-files" aria-label="Attached files">
      {files.map((path) => (
        <li key={path}>
          {/\.(png|jpe?g|gif|webp|bmp)$/i.test(path) ? (
            <img
              src={`/api/v1/files/images/${path.split("/").map(encodeURIComponent).join("/")}`}
              alt={fileName(path)}
            />
          ) : (
            <span className="chat-file">
              <Paperclip aria-hidden />
              {fileName(path)}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
