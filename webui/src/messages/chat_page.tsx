import { ArrowLeft } from "lucide-react";
import { useEffect } from "react";
import { Link, useParams } from "react-router";
import { flushDocument, openDocument, useDocument } from "@/document/document";
import { Chat } from "@/messages/chat";
import { ErrorNote } from "@/ui/error_note";
import "./chat_page.css";

/** A flow's chat alone: for a window of its own. */
export default function ChatPage() {
  const { id = "" } = useParams();
  const name = useDocument((document) => document.name);
  const problem = useDocument((document) => document.loadError);

  useEffect(() => {
    void openDocument(id);
    return () => void flushDocument();
  }, [id]);

  useEffect(() => {
    document.title = name ? `${name} · Chat · Runnel` : "Runnel";
  }, [name]);

  return (
    <main className="chat-page" aria-label="Chat">
      <header className="chat-page-head">
        <Link to={`/flow/${id}?dock=chat`} className="icon-button" aria-label="Open the flow" title="Open the flow">
          <ArrowLeft />
        </Link>
        <h1>{name}</h1>
      </header>
      {problem ? (
        <div className="chat-page-problem">
          <ErrorNote {...problem} />
        </div>
      ) : (
        <Chat flowId={id} takesFocus />
      )}
    </main>
  );
}
