import { ChevronDown, Pencil, SquarePen, Trash2 } from "lucide-react";
import { useState } from "react";
import { explain } from "@/api/errors";
import { newSessionName, sessionName, useDeleteSession, useRenameSession, useSessions } from "@/messages/sessions";
import { Button } from "@/ui/button";
import { IconButton } from "@/ui/icon_button";
import { Menu } from "@/ui/menu";
import { NameField } from "@/ui/name_field";

export interface SessionMenuProps {
  flowId: string;
  sessionId: string;
  onChoose: (sessionId: string) => void;
}

/** The name of the session on screen: others, a new one, rename, delete. */
export function SessionMenu({ flowId, sessionId, onChoose }: SessionMenuProps) {
  const { data: sessions = [] } = useSessions(flowId);
  const rename = useRenameSession(flowId);
  const remove = useDeleteSession(flowId);
  const [isNaming, setNaming] = useState(false);
  const name = sessionName(sessionId, flowId);
  const isStored = sessions.includes(sessionId);
  const listed = isStored ? sessions : [sessionId, ...sessions];
  const problem = rename.error ?? remove.error;
  const begin = () => onChoose(newSessionName(new Date()));

  if (isNaming) {
    return (
      <div className="chat-session">
        <NameField
          label="Name of the session"
          name={sessionId === flowId ? "" : sessionId}
          placeholder="Name of the session"
          onDone={(next) => {
            setNaming(false);
            if (next === null) return;
            if (isStored) rename.mutate({ from: sessionId, to: next }, { onSuccess: () => onChoose(next) });
            else onChoose(next);
          }}
        />
      </div>
    );
  }
  return (
    <div className="chat-session">
      <Menu
        trigger={
          <Button className="chat-session-name" aria-label={`Session: ${name}`} title={name}>
            <span>{name}</span>
            <ChevronDown aria-hidden />
          </Button>
        }
        entries={[
          "Sessions",
          ...listed.map((id) => ({
            label: sessionName(id, flowId),
            isChecked: id === sessionId,
            onSelect: () => onChoose(id),
          })),
          null,
          { label: "New session", icon: <SquarePen />, onSelect: begin },
          { label: "Rename", icon: <Pencil />, onSelect: () => setNaming(true) },
          {
            label: "Delete",
            icon: <Trash2 />,
            isDanger: true,
            isDisabled: !isStored,
            onSelect: () =>
              remove.mutate(sessionId, {
                onSuccess: () => onChoose(sessions.find((id) => id !== sessionId) ?? flowId),
              }),
          },
        ]}
      />
      <IconButton label="New session" onClick={begin}>
        <SquarePen />
      </IconButton>
      {problem ? (
        <span className="chat-session-problem" role="alert">
          {explain(problem).what}
        </span>
      ) : null}
    </div>
  );
}
