import { ArrowDown } from "lucide-react";
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from "react";
import { useConversation } from "@/messages/conversation";
import type { ChatMessage } from "@/messages/message";
import { MessageItem } from "@/messages/message_item";
import { isLastAnswer } from "@/messages/send";
import { useRunStore } from "@/runs/run";

/** So near to the end counts as being at it. */
const NEAR_PX = 48;

export interface MessageListProps {
  flowId: string;
  onShowNode?: (nodeId: string) => void;
  /** Goes on from a message in a session of its own. */
  onBranch: (message: ChatMessage) => Promise<void>;
  /** Shown while there are no messages. */
  empty: ReactNode;
  /** Shown after the last message. */
  footer?: ReactNode;
}

/** The conversation. It follows what is written as long as the reader is at its end. */
export function MessageList({ flowId, onShowNode, onBranch, empty, footer }: MessageListProps) {
  const messages = useConversation((conversation) => conversation.messages);
  const isLoaded = useConversation((conversation) => conversation.isLoaded);
  const sessionId = useConversation((conversation) => conversation.sessionId);
  const isBusy = useRunStore((run) => run.status === "running");
  const isWriting = messages.some((message) => message.isWriting);
  const isAsked = messages.some((message) => message.question?.state === "open");
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  const [isAway, setAway] = useState(false);
  const lastOwn = messages.findLast((message) => message.author === "user")?.id;

  const toEnd = () => {
    follows.current = true;
    scroller.current?.scrollTo({ top: scroller.current.scrollHeight });
  };

  useEffect(() => {
    const grown = new ResizeObserver(() => {
      if (follows.current) scroller.current?.scrollTo({ top: scroller.current.scrollHeight });
    });
    if (content.current) grown.observe(content.current);
    if (scroller.current) grown.observe(scroller.current);
    return () => grown.disconnect();
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: one's own message, and another session, are always shown.
  useLayoutEffect(() => {
    // Nothing to measure in an empty list, which spares the page a layout while it opens.
    if (messages.length) toEnd();
    else follows.current = true;
  }, [lastOwn, sessionId]);

  const onScroll = () => {
    const box = scroller.current;
    if (!box) return;
    follows.current = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_PX;
    setAway(!follows.current);
  };

  const shown = messages.filter((message) => message.author !== "user" || message.text || message.files.length);
  return (
    <div className="chat-list-place">
      <section
        ref={scroller}
        className="chat-scroller"
        aria-label="Messages"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it is scrolled by keyboard.
        tabIndex={0}
        onScroll={onScroll}
      >
        <div ref={content} className="chat-content">
          {shown.length ? (
            <ol className="chat-list">
              {shown.map((message, at) => (
                <MessageItem
                  key={message.id}
                  message={message}
                  flowId={flowId}
                  canAskAgain={isLastAnswer(shown, at)}
                  isBusy={isBusy}
                  onShowNode={onShowNode}
                  onBranch={onBranch}
                />
              ))}
            </ol>
          ) : isLoaded && !isBusy ? (
            empty
          ) : null}
          {isBusy && !isWriting && !isAsked ? <Waiting /> : null}
          {footer}
        </div>
      </section>
      {isAway ? (
        <button type="button" className="chat-latest" onClick={toEnd}>
          <ArrowDown aria-hidden />
          Latest
        </button>
      ) : null}
    </div>
  );
}

/** The run works, and nothing is written yet. */
function Waiting() {
  return (
    <p className="chat-waiting">
      <i aria-hidden="true" />
      <i aria-hidden="true" />
      <i aria-hidden="true" />
      <span className="visually-hidden">The flow is running</span>
    </p>
  );
}
