import { Trash2 } from "lucide-react";
import { useState } from "react";
import { shortModelName } from "@/models/local_model";
import type { ModelServer } from "@/models/models";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { IconButton } from "@/ui/icon_button";
import "./server_list.css";

/** Models named in a row before "and n more". */
const SHOWN_MODELS = 6;

export interface ServerListProps {
  servers: readonly ModelServer[];
  /** Forgets an address that the user entered; left out: nothing can be forgotten here. */
  onDelete?: (server: ModelServer) => void;
}

/** Model servers: whether they answer, where they are, and which models they have. */
export function ServerList({ servers, onDelete }: ServerListProps) {
  return (
    <ul className="server-list" aria-label="Model servers">
      {servers.map((server) => (
        <li key={server.id} className="server">
          <span className={`server-dot ${server.is_reachable ? "is-ok" : ""}`} aria-hidden="true" />
          <div className="server-words">
            <p className="server-name">
              {server.name}
              <Badge tone={server.is_reachable ? "ok" : "error"}>{server.is_reachable ? "answers" : "no answer"}</Badge>
              {server.source === "environment" ? <Badge>from the environment</Badge> : null}
            </p>
            <p className="server-address">{server.base_url}</p>
            {server.is_reachable ? <ModelNames names={server.models} /> : <Failure server={server} />}
          </div>
          {onDelete && server.source === "user" ? (
            <IconButton label={`Remove ${server.name}`} onClick={() => onDelete(server)}>
              <Trash2 />
            </IconButton>
          ) : null}
        </li>
      ))}
    </ul>
  );
}

function Failure({ server: { error } }: { server: ModelServer }) {
  if (!error) return null;
  return <p className="server-failure">{[error.what, error.why, error.action].filter(Boolean).join(" ")}</p>;
}

function ModelNames({ names }: { names: readonly string[] }) {
  const [isOpen, setOpen] = useState(false);
  if (names.length === 0)
    return <p className="server-failure">It answers, but has no model yet. Load or pull one there.</p>;
  const shown = isOpen ? names : names.slice(0, SHOWN_MODELS);
  const hidden = names.length - shown.length;
  return (
    <ul className="server-models" aria-label="Models">
      {shown.map((name) => (
        <li key={name} title={name}>
          {shortModelName(name)}
        </li>
      ))}
      {hidden > 0 ? (
        <li className="server-more">
          <Button onClick={() => setOpen(true)}>and {hidden} more</Button>
        </li>
      ) : null}
    </ul>
  );
}
