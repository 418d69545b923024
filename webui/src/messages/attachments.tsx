import { Paperclip, X } from "lucide-react";
import { IconButton } from "@/ui/icon_button";
import { Spinner } from "@/ui/spinner";

/** A file on its way into the next message. */
export interface Attachment {
  key: string;
  name: string;
  /** Where it is stored; null while it is being sent. */
  path: string | null;
  problem?: string;
}

export interface AttachmentsProps {
  attachments: readonly Attachment[];
  onRemove: (key: string) => void;
}

/** Files that go with the next message. */
export function Attachments({ attachments, onRemove }: AttachmentsProps) {
  if (!attachments.length) return null;
  return (
    <ul className="chat-attachments" aria-label="Files of the next message">
      {attachments.map(({ key, name, path, problem }) => (
        <li key={key} className={problem ? "is-wrong" : ""} title={problem}>
          {path || problem ? <Paperclip aria-hidden /> : <Spinner label={`Storing ${name}`} />}
          <span>{problem ? `${name}: ${problem}` : name}</span>
          <IconButton label={`Remove ${name}`} onClick={() => onRemove(key)}>
            <X />
          </IconButton>
        </li>
      ))}
    </ul>
  );
}
