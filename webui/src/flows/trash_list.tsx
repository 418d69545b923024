import { FileText, Folder, Trash2 } from "lucide-react";
import { useState } from "react";
import { timeAgo } from "@/flows/time_ago";
import { type Along, type TrashItem, useEmptyTrash, usePurge, useRestore, useTrash } from "@/flows/trash";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { EmptyState } from "@/ui/empty_state";
import "./trash_list.css";

/** What was deleted, to be brought back or deleted for ever. */
export function TrashList() {
  const { data: items } = useTrash();
  const restore = useRestore();
  const purge = usePurge();
  const empty = useEmptyTrash();
  const [doomed, setDoomed] = useState<TrashItem | "all" | null>(null);
  const [along, setAlong] = useState<Along>({});
  const doom = (item: TrashItem | "all") => {
    setAlong({});
    setDoomed(item);
  };

  if (!items) return null;
  if (items.length === 0)
    return (
      <EmptyState icon={<Trash2 />} title="The trash is empty">
        <p>Deleted flows and folders stay here for 30 days.</p>
      </EmptyState>
    );

  return (
    <>
      <div className="trash-head">
        <p>Deleted flows and folders stay here for 30 days.</p>
        <Button onClick={() => doom("all")}>Empty trash</Button>
      </div>
      <ul className="trash-list" aria-label="Trash">
        {items.map((item) => (
          <li key={`${item.kind} ${item.id}`}>
            {item.kind === "folder" ? <Folder aria-label="Folder" /> : <FileText aria-label="Flow" />}
            <span className="trash-name">{item.name}</span>
            <span className="trash-time">Deleted {timeAgo(item.deleted_at)}</span>
            <Button kind="outline" aria-label={`Restore ${item.name}`} onClick={() => restore.mutate(item)}>
              Restore
            </Button>
            <Button aria-label={`Delete for ever: ${item.name}`} onClick={() => doom(item)}>
              Delete for ever
            </Button>
          </li>
        ))}
      </ul>
      <Dialog
        isOpen={doomed !== null}
        onOpenChange={(isOpen) => isOpen || setDoomed(null)}
        title={question(doomed, items.length)}
        text={warning(doomed)}
        buttons={
          <>
            <Button kind="outline" onClick={() => setDoomed(null)}>
              Keep
            </Button>
            <Button
              kind="danger"
              onClick={() => {
                if (doomed === "all") empty.mutate(along);
                else if (doomed) purge.mutate({ ...doomed, along });
                setDoomed(null);
              }}
            >
              Delete for ever
            </Button>
          </>
        }
      >
        <fieldset className="trash-along">
          <legend className="visually-hidden">What goes with it</legend>
          <Choice
            label="Delete the messages of its chats, too"
            isChosen={along.messages === true}
            onChange={(isChosen) => setAlong({ ...along, messages: isChosen || undefined })}
          />
          <Choice
            label="Delete the files uploaded to it, too"
            isChosen={along.files === true}
            onChange={(isChosen) => setAlong({ ...along, files: isChosen || undefined })}
          />
        </fieldset>
      </Dialog>
    </>
  );
}

interface ChoiceProps {
  label: string;
  isChosen: boolean;
  onChange: (isChosen: boolean) => void;
}

function Choice({ label, isChosen, onChange }: ChoiceProps) {
  return (
    <label>
      <input type="checkbox" checked={isChosen} onChange={(event) => onChange(event.target.checked)} />
      {label}
    </label>
  );
}

function question(doomed: TrashItem | "all" | null, count: number): string {
  if (doomed === "all") return count === 1 ? "Delete what is in the trash for ever?" : `Delete all ${count} for ever?`;
  return `Delete “${doomed?.name}” for ever?`;
}

function warning(doomed: TrashItem | "all" | null): string {
  const isFolder = doomed !== null && doomed !== "all" && doomed.kind === "folder";
  return isFolder ? "The flows in it go with it. This cannot be undone." : "This cannot be undone.";
}
