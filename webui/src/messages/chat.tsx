import { MessageCircle, Play, Square } from "lucide-react";
import { type DragEvent, type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { useShallow } from "zustand/react/shallow";
import { explain } from "@/api/errors";
import { rootGraph, useDocument } from "@/document/document";
import { useSettledFlow } from "@/document/settled";
import { Composer, type ComposerHandle } from "@/messages/composer";
import { openConversation, showFailure, showHistory, useConversation } from "@/messages/conversation";
import { FlowInputs } from "@/messages/flow_inputs";
import { endNodes, hasChatInput, textInputs } from "@/messages/flow_parts";
import { FlowResults, hasResult } from "@/messages/flow_results";
import { LiveSpeech } from "@/messages/live_speech";
import type { ChatMessage } from "@/messages/message";
import { MessageList } from "@/messages/message_list";
import { branchSession, runFlow } from "@/messages/send";
import { SessionMenu } from "@/messages/session_menu";
import { branchName, sessionName, useHistory, useRefreshMessages, useSession, useSessions } from "@/messages/sessions";
import { openRuns, showSession, stopRun, useRunStore } from "@/runs/run";
import { Button } from "@/ui/button";
import { EmptyState } from "@/ui/empty_state";
import { ErrorNote } from "@/ui/error_note";
import { Kbd } from "@/ui/kbd";
import "./chat.css";

export interface ChatProps {
  flowId: string;
  /** Goes to a node on the canvas, where there is one. */
  onShowNode?: (nodeId: string) => void;
  /** The message box takes the focus when this becomes true. */
  takesFocus: boolean;
  /** Right of the session's name. */
  extra?: ReactNode;
}

/** A flow's chat: session, messages, message box. Without a Chat Input: its inputs, a Run button and its results. */
export function Chat({ flowId, onShowNode, takesFocus, extra }: ChatProps) {
  const { sessionId, choose } = useSession(flowId);
  const { nodes, edges } = useSettledFlow(rootGraph);
  const isOpen = useDocument((document) => document.flow?.id === flowId);
  const isChat = useMemo(() => hasChatInput(nodes), [nodes]);
  // What is typed into them is seen at once.
  const inputs = useDocument(
    useShallow((document) => {
      const now = rootGraph(document);
      return textInputs(now.nodes, now.edges);
    }),
  );
  const ends = useMemo(() => endNodes(nodes, edges), [nodes, edges]);
  const hasResults = useRunStore((run) => !isChat && ends.some((node) => hasResult(run.vertices[node.id])));
  const composer = useRef<ComposerHandle>(null);
  const [isOver, setOver] = useState(false);
  const problem = useMessages(flowId, sessionId);
  const { data: sessions = [] } = useSessions(flowId);
  const refresh = useRefreshMessages();

  /** A message of the user's is asked anew, in other words; after any other one the conversation goes on. */
  const branch = async (message: ChatMessage) => {
    if (!sessionId) return;
    const isAsked = message.author === "user";
    const next = branchName(sessionName(sessionId, flowId), sessions);
    await branchSession(message.id, next, !isAsked);
    refresh();
    choose(next);
    if (isAsked) composer.current?.write(message.text);
    composer.current?.focus();
  };

  useEffect(() => {
    if (takesFocus && isOpen && isChat) composer.current?.focus();
  }, [takesFocus, isOpen, isChat]);

  const onDrop = (event: DragEvent) => {
    setOver(false);
    if (!isChat || !event.dataTransfer.files.length) return;
    event.preventDefault();
    event.stopPropagation();
    composer.current?.attach(event.dataTransfer.files);
    composer.current?.focus();
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: files may also be chosen by a button.
    <div
      className={`chat ${isOver ? "is-over" : ""}`}
      onDragOver={(event) => {
        if (!isChat || !event.dataTransfer.types.includes("Files")) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <div className="chat-head">
        {sessionId ? <SessionMenu flowId={flowId} sessionId={sessionId} onChoose={choose} /> : null}
        {extra}
      </div>
      {problem ? <ErrorNote {...explain(problem)} /> : null}
      <MessageList
        flowId={flowId}
        onShowNode={onShowNode}
        onBranch={branch}
        empty={isOpen && !hasResults ? <Empty isChat={isChat} hasNodes={nodes.length > 0} /> : null}
        footer={isOpen && hasResults ? <FlowResults nodes={ends} /> : null}
      />
      <LiveSpeech />
      {isOpen ? <FlowInputs nodes={inputs} isFolded={isChat} /> : null}
      {isOpen && isChat ? <Composer key={flowId} flowId={flowId} ref={composer} /> : null}
      {isOpen && !isChat && nodes.length ? <RunBar flowId={flowId} /> : null}
    </div>
  );
}

/** Loads the session and hears the flow's runs; gives what kept the messages from being read. */
function useMessages(flowId: string, sessionId: string | null): unknown {
  const { data, error } = useHistory(flowId, sessionId);
  const refresh = useRefreshMessages();
  const isRunning = useRunStore((run) => run.status === "running");
  const wasRunning = useRef(false);

  useEffect(() => {
    if (!sessionId) return;
    openConversation(flowId, sessionId);
    showSession(flowId, sessionId);
    // The events of a run that is under way are read after its session is on screen.
    openRuns(flowId).catch((failure: unknown) => showFailure(explain(failure)));
  }, [flowId, sessionId]);

  useEffect(() => {
    const { sessionId: shown } = useConversation.getState();
    if (data && sessionId && shown === sessionId) showHistory(sessionId, data);
  }, [data, sessionId]);

  useEffect(() => {
    if (wasRunning.current && !isRunning) refresh();
    wasRunning.current = isRunning;
  }, [isRunning, refresh]);

  return error;
}

function Empty({ isChat, hasNodes }: { isChat: boolean; hasNodes: boolean }) {
  if (!hasNodes) {
    return (
      <EmptyState icon={<MessageCircle />} title="Nothing to talk to yet">
        <p>
          Add a Chat Input and a Chat Output: press <Kbd>/</Kbd> on the canvas.
        </p>
      </EmptyState>
    );
  }
  if (isChat) {
    return (
      <EmptyState icon={<MessageCircle />} title="Ask something">
        <p>
          Every message runs the flow. <Kbd>↵</Kbd> sends it.
        </p>
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={<Play />} title="This flow takes no messages">
      <p>Run it to see its results here, or add a Chat Input to talk to it.</p>
    </EmptyState>
  );
}

function RunBar({ flowId }: { flowId: string }) {
  const isRunning = useRunStore((run) => run.status === "running");
  return (
    <div className="chat-run">
      {isRunning ? (
        <Button kind="outline" icon={<Square />} onClick={() => void stopRun()}>
          Stop <Kbd>Ctrl .</Kbd>
        </Button>
      ) : (
        <Button kind="primary" icon={<Play />} onClick={() => void runFlow(flowId)}>
          Run the flow <Kbd>Ctrl ↵</Kbd>
        </Button>
      )}
    </div>
  );
}
