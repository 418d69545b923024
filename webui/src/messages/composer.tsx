import { ArrowUp, Paperclip, Square } from "lucide-react";
import {
  type ClipboardEvent,
  type KeyboardEvent,
  type Ref,
  useEffect,
  useImperativeHandle,
  useRef,
  useState,
} from "react";
import { Attachments } from "@/messages/attachments";
import { useConversation } from "@/messages/conversation";
import { MESSAGE_BOX } from "@/messages/focus_chat";
import { sendMessage } from "@/messages/send";
import { useAttachments } from "@/messages/use_attachments";
import { stopRun, useRunStore } from "@/runs/run";
import { IconButton } from "@/ui/icon_button";
import { Spinner } from "@/ui/spinner";

/** What others can do with the message box. */
export interface ComposerHandle {
  focus: () => void;
  attach: (files: Iterable<File>) => void;
  /** Puts a text into the box. */
  write: (text: string) => void;
}

/** The message box: Enter sends, Shift Enter begins a line, ↑ brings earlier messages back. */
export function Composer({ flowId, ref }: { flowId: string; ref?: Ref<ComposerHandle> }) {
  const [draft, setDraft] = useState("");
  /** How many messages back the box shows; 0 is the draft. */
  const [back, setBack] = useState(0);
  /** Enter came while files were still being stored: the message goes as soon as they are. */
  const [isAsked, setAsked] = useState(false);
  const box = useRef<HTMLTextAreaElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const files = useAttachments(flowId);
  const isRunning = useRunStore((run) => run.status === "running");
  const canSend = !isRunning && !files.isSending && (draft.trim() !== "" || files.paths.length > 0);

  useImperativeHandle(ref, () => ({ focus: () => box.current?.focus(), attach: files.add, write: setDraft }));

  const send = () => {
    if (files.isSending && !isRunning) setAsked(true);
    if (!canSend) return;
    setDraft("");
    setBack(0);
    files.clear();
    box.current?.focus();
    void sendMessage(flowId, draft, files.paths);
  };

  useEffect(() => {
    if (!isAsked || files.isSending) return;
    setAsked(false);
    // A file that could not be stored is shown; the message waits for a word on it.
    if (!files.hasProblem) send();
  });

  const recall = (step: 1 | -1): boolean => {
    const sent = useConversation.getState().messages.filter((message) => message.author === "user" && message.text);
    const next = back + step;
    if (next < 0 || next > sent.length) return false;
    setBack(next);
    setDraft(next === 0 ? "" : (sent.at(-next)?.text ?? ""));
    return true;
  };

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return;
    const { selectionStart, selectionEnd, value } = event.currentTarget;
    if (event.key === "Enter" && !event.shiftKey && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      send();
    } else if (event.key === "ArrowUp" && (value === "" || (back > 0 && selectionStart === selectionEnd))) {
      if (recall(1)) event.preventDefault();
    } else if (event.key === "ArrowDown" && back > 0) {
      if (recall(-1)) event.preventDefault();
    } else if (event.key === "Escape") event.currentTarget.blur();
  };

  const onPaste = (event: ClipboardEvent) => {
    if (!event.clipboardData.files.length) return;
    event.preventDefault();
    files.add(event.clipboardData.files);
  };

  return (
    <div className="chat-composer">
      <Attachments attachments={files.attachments} onRemove={files.remove} />
      <textarea
        ref={box}
        id={MESSAGE_BOX}
        aria-label="Message"
        placeholder="Message…"
        rows={1}
        spellCheck
        value={draft}
        onChange={(event) => {
          setDraft(event.target.value);
          setBack(0);
        }}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
      />
      <div className="chat-composer-acts">
        <IconButton label="Attach files" onClick={() => picker.current?.click()}>
          <Paperclip />
        </IconButton>
        <input
          ref={picker}
          type="file"
          hidden
          multiple
          aria-label="Files to attach"
          onChange={(event) => {
            files.add([...(event.target.files ?? [])]);
            event.target.value = "";
            box.current?.focus();
          }}
        />
        {isRunning ? (
          <IconButton label="Stop" shortcut="Ctrl ." className="chat-send" onClick={() => void stopRun()}>
            <Square />
          </IconButton>
        ) : (
          <IconButton label="Send" shortcut="↵" className="chat-send is-primary" disabled={!canSend} onClick={send}>
            {isAsked ? <Spinner label="Sent as soon as the files are stored" /> : <ArrowUp />}
          </IconButton>
        )}
      </div>
    </div>
  );
}
