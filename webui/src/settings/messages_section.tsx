import { useMemo, useState } from "react";
import { explain } from "@/api/errors";
import { useFlowSummaries } from "@/flows/flows";
import { MessageTable } from "@/settings/message_table";
import { type StoredMessage, useDeleteMessages, useStoredMessages } from "@/settings/stored_messages";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { ErrorNote } from "@/ui/error_note";
import { Panel } from "@/ui/panel";
import { TextInput } from "@/ui/text_input";
import "./messages_section.css";

/** Rows drawn at first, and more at each asking. */
const STEP = 100;

/** Every stored message of all flows: found, corrected, deleted. */
export function MessagesSection() {
  const { data: messages, error } = useStoredMessages();
  const { data: flows } = useFlowSummaries();
  const remove = useDeleteMessages();
  const [query, setQuery] = useState("");
  const [limit, setLimit] = useState(STEP);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [isAsking, setAsking] = useState(false);

  const flowNames = useMemo(() => new Map(flows?.map((flow) => [flow.id, flow.name])), [flows]);
  const found = useMemo(
    () => (messages ?? []).filter((message) => holds(message, query, flowNames)),
    [messages, query, flowNames],
  );
  const selected = found.filter((message) => chosen.has(message.id));
  const failure = error ?? remove.error;

  return (
    <Panel text="Every message that a flow stored, the newest first.">
      {failure ? <ErrorNote {...explain(failure)} /> : null}
      {messages?.length === 0 ? (
        <p className="panel-quiet">No messages yet. They appear when a flow with a chat runs.</p>
      ) : null}
      {messages && messages.length > 0 ? (
        <>
          <div className="messages-bar">
            <TextInput
              type="search"
              aria-label="Search messages"
              placeholder="Search texts, flows, sessions, senders"
              value={query}
              onChange={(event) => setQuery(event.target.value)}
            />
            <span className="panel-quiet" role="status">
              {selected.length > 0 ? `${selected.length} selected` : `${found.length} of ${messages.length}`}
            </span>
            <Button kind="danger" disabled={selected.length === 0} onClick={() => setAsking(true)}>
              Delete
            </Button>
          </div>
          <MessageTable messages={found.slice(0, limit)} flowNames={flowNames} chosen={chosen} onChoose={setChosen} />
          {found.length > limit ? <Button onClick={() => setLimit(limit + STEP)}>Show more</Button> : null}
        </>
      ) : null}
      <Dialog
        isOpen={isAsking}
        onOpenChange={setAsking}
        title={selected.length === 1 ? "Delete this message?" : `Delete ${selected.length} messages?`}
        text="The conversation forgets them. This cannot be undone."
        buttons={
          <>
            <Button kind="outline" onClick={() => setAsking(false)}>
              Keep
            </Button>
            <Button
              kind="danger"
              onClick={() => {
                remove.mutate(selected.map((message) => message.id));
                setChosen(new Set());
                setAsking(false);
              }}
            >
              Delete for ever
            </Button>
          </>
        }
      />
    </Panel>
  );
}

function holds(message: StoredMessage, query: string, flowNames: ReadonlyMap<string, string>): boolean {
  const { text, sender_name, session_id, flow_id } = message;
  const hay = [text, sender_name, session_id, flowNames.get(flow_id ?? "") ?? ""].join("\n").toLowerCase();
  return hay.includes(query.trim().toLowerCase());
}
