import { ArrowUp } from "lucide-react";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { explain } from "@/api/errors";
import { answerQuestion } from "@/messages/send";
import type { Question } from "@/runs/message_record";
import { Button } from "@/ui/button";
import { IconButton } from "@/ui/icon_button";
import { TextInput } from "@/ui/text_input";

/** Where a run waits for a person: the choices it offers, and room for any other answer. */
export function QuestionCard({ flowId, question }: { flowId: string; question: Question }) {
  const [draft, setDraft] = useState("");
  const [isSending, setSending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const box = useRef<HTMLInputElement>(null);
  const isOpen = question.state === "open";

  useEffect(() => {
    // Whoever is typing elsewhere is not disturbed.
    if (isOpen && document.activeElement?.matches("body, .chat-composer textarea")) box.current?.focus();
  }, [isOpen]);

  if (question.state === "cancelled")
    return <p className="chat-question-over">Nobody waits for the answer any more.</p>;
  if (!isOpen) return <p className="chat-question-over">Answered: {question.answer}</p>;

  const answer = async (text: string) => {
    if (!text.trim() || isSending) return;
    setSending(true);
    setProblem(null);
    try {
      await answerQuestion(flowId, question.id, text);
    } catch (error) {
      setProblem(explain(error).what);
    } finally {
      setSending(false);
    }
  };

  return (
    <form
      className="chat-question"
      aria-label="Answer the question"
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        void answer(draft);
      }}
    >
      {question.choices?.length ? (
        <div className="chat-question-choices">
          {question.choices.map((choice) => (
            <Button key={choice} kind="outline" disabled={isSending} onClick={() => void answer(choice)}>
              {choice}
            </Button>
          ))}
        </div>
      ) : null}
      <div className="chat-question-answer">
        <TextInput
          ref={box}
          aria-label="Answer"
          placeholder={question.choices?.length ? "Another answer" : "Your answer"}
          value={draft}
          disabled={isSending}
          onChange={(event) => setDraft(event.target.value)}
        />
        <IconButton type="submit" label="Answer" className="chat-send is-primary" disabled={isSending || !draft.trim()}>
          <ArrowUp />
        </IconButton>
      </div>
      {problem ? (
        <p className="chat-problem" role="alert">
          {problem}
        </p>
      ) : null}
    </form>
  );
}
