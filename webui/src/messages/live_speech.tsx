import { useEffect, useRef } from "react";
import { streamOf, useConversation } from "@/messages/conversation";

/** Tells screen readers what is answered, sentence by sentence instead of piece by piece. */
export function LiveSpeech() {
  const region = useRef<HTMLDivElement>(null);
  const writing = useConversation(({ messages }) => messages.find((message) => message.isWriting)?.id);
  const last = useConversation(({ messages }) => messages.at(-1));
  const spoken = useRef<{ id: string | null; length: number }>({ id: null, length: 0 });
  const isLoaded = useConversation((conversation) => conversation.isLoaded);

  useEffect(() => {
    const stream = writing ? streamOf(writing) : undefined;
    if (!writing || !stream) return;
    if (spoken.current.id !== writing) spoken.current = { id: writing, length: 0 };
    const speak = () => {
      const end = sentenceEnd(stream.text, spoken.current.length);
      if (end <= spoken.current.length || !region.current) return;
      region.current.textContent = stream.text.slice(spoken.current.length, end).trim();
      spoken.current.length = end;
    };
    speak();
    return stream.read(speak);
  }, [writing]);

  useEffect(() => {
    // What was there when the chat opened is read by whoever goes there.
    const newest = useConversation.getState().messages.at(-1);
    if (isLoaded && newest && !newest.isWriting) spoken.current = { id: newest.id, length: newest.text.length };
  }, [isLoaded]);

  useEffect(() => {
    if (!isLoaded || !last || last.isWriting || last.isPending) return;
    const from = spoken.current.id === last.id ? spoken.current.length : 0;
    const rest = last.text.slice(from).trim();
    if (last.author !== "model" || !rest || !region.current) return;
    region.current.textContent = rest;
    spoken.current = { id: last.id, length: last.text.length };
  }, [last, isLoaded]);

  return (
    <div ref={region} className="visually-hidden" role="log" aria-label="Answer as it is written" aria-live="polite" />
  );
}

/** Where the last whole sentence after `from` ends. */
export function sentenceEnd(text: string, from: number): number {
  let end = from;
  for (const match of text.slice(from).matchAll(/[.!?:…]["”’)]?(?=\s)|\n/g)) end = from + match.index + match[0].length;
  return end;
}
