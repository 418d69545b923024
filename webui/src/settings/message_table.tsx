import { useState } from "react";
import { Link } from "react-router";
import { explain } from "@/api/errors";
import { timeAgo } from "@/flows/time_ago";
import { type StoredMessage, useUpdateMessageText } from "@/settings/stored_messages";
import { Button } from "@/ui/button";
import { ErrorNote } from "@/ui/error_note";
import { TextArea } from "@/ui/text_area";

export interface MessageTableProps {
  messages: readonly StoredMessage[];
  /** Names of the flows that are there, by id. */
  flowNames: ReadonlyMap<string, string>;
  chosen: ReadonlySet<string>;
  onChoose: (ids: ReadonlySet<string>) => void;
}

/** Messages as rows; a click on a text opens it for editing. */
export function MessageTable({ messages, flowNames, chosen, onChoose }: MessageTableProps) {
  const [edited, setEdited] = useState<string | null>(null);
  const areAllChosen = messages.length > 0 && messages.every((message) => chosen.has(message.id));

  const toggle = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    onChoose(next);
  };

  return (
    <div className="messages-frame">
      <table className="messages-table" aria-label="Messages">
        <thead>
          <tr>
            <th>
              <input
                type="checkbox"
                aria-label="Select all messages shown"
                checked={areAllChosen}
                onChange={() => onChoose(areAllChosen ? new Set() : new Set(messages.map((message) => message.id)))}
              />
            </th>
            <th>Text</th>
            <th>From</th>
            <th>Flow</th>
            <th>When</th>
          </tr>
        </thead>
        <tbody>
          {messages.map((message) => (
            <tr key={message.id}>
              <td>
                <input
                  type="checkbox"
                  aria-label={`Select the message “${message.text.slice(0, 40)}”`}
                  checked={chosen.has(message.id)}
                  onChange={() => toggle(message.id)}
                />
              </td>
              <td className="messages-text">
                {edited === message.id ? (
                  <TextEditor message={message} onDone={() => setEdited(null)} />
                ) : (
                  <button type="button" className="messages-open" onClick={() => setEdited(message.id)}>
                    {message.text || "(no text)"}
                  </button>
                )}
              </td>
              <td>{message.sender_name}</td>
              <td>{whereFrom(message, flowNames)}</td>
              <td title={message.timestamp}>{timeAgo(message.timestamp.replace(" UTC", "Z").replace(" ", "T"))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function whereFrom({ flow_id }: StoredMessage, flowNames: ReadonlyMap<string, string>) {
  const name = flowNames.get(flow_id ?? "");
  return name ? <Link to={`/flow/${flow_id}?dock=chat`}>{name}</Link> : "not here any more";
}

function TextEditor({ message, onDone }: { message: StoredMessage; onDone: () => void }) {
  const [text, setText] = useState(message.text);
  const update = useUpdateMessageText();
  // Awaited rather than told by a callback: a search may take the row away before the answer is there.
  const save = () => void update.mutateAsync({ id: message.id, text }).then(onDone, () => undefined);
  return (
    <>
      {update.error ? <ErrorNote {...explain(update.error)} /> : null}
      <TextArea
        aria-label="Text of the message"
        autoFocus
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") onDone();
        }}
      />
      <div className="messages-acts">
        <Button kind="primary" disabled={text === message.text || update.isPending} onClick={save}>
          Save
        </Button>
        <Button onClick={onDone}>Cancel</Button>
      </div>
    </>
  );
}
