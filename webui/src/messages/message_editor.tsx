import { type KeyboardEvent, useState } from "react";
import { explain } from "@/api/errors";
import type { ChatMessage } from "@/messages/message";
import { editMessage } from "@/messages/send";
import { Button } from "@/ui/button";
import { TextArea } from "@/ui/text_area";

/** A message while its text is edited. Enter keeps it, Esc does not. */
export function MessageEditor({ message, onDone }: { message: ChatMessage; onDone: () => void }) {
  const [draft, setDraft] = useState(message.text);
  const [problem, setProblem] = useState<string | null>(null);

  const save = async () => {
    try {
      if (draft !== message.text) await editMessage(message.id, draft);
      onDone();
    } catch (error) {
      setProblem(explain(error).what);
    }
  };

  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === "Escape") onDone();
    if (event.key === "Enter" && !event.shiftKey && !event.nativeEvent.isComposing) {
      event.preventDefault();
      void save();
    }
  };

  return (
    <div className="chat-editor">
      <TextArea
        autoFocus
        aria-label="Text of the message"
        value={draft}
        onChange={(event) => setDraft(event.target.value)}
        onKeyDown={onKeyDown}
      />
      {problem ? (
        <p className="chat-problem" role="alert">
          {problem}
        </p>
      ) : null}
      <div className="chat-editor-acts">
        <Button onClick={onDone}>Cancel</Button>
        <Button kind="outline" onClick={() => void save()}>
          Save
        </Button>
      </div>
    </div>
  );
}
