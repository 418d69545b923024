import { Copy, Plus } from "lucide-react";
import { useState } from "react";
import { explain } from "@/api/errors";
import { timeAgo } from "@/flows/time_ago";
import { type ApiKey, useApiKeys, useCreateApiKey, useDeleteApiKey } from "@/settings/api_keys";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { ErrorNote } from "@/ui/error_note";
import { NameField } from "@/ui/name_field";
import { Panel, Rows } from "@/ui/panel";

/** Keys for scripts that call this server. */
export function KeysSection() {
  const { data: keys, error } = useApiKeys();
  const create = useCreateApiKey();
  const remove = useDeleteApiKey();
  const [isNaming, setNaming] = useState(false);
  const [doomed, setDoomed] = useState<ApiKey | null>(null);
  const failure = error ?? create.error ?? remove.error;

  return (
    <Panel
      text={
        <>
          Scripts on this computer need none. A server started for other computers asks for one of these: scripts send
          it in the header <code className="panel-code">x-api-key</code>, browsers ask for it once.
        </>
      }
      act={
        <Button kind="outline" icon={<Plus />} onClick={() => setNaming(true)}>
          New key
        </Button>
      }
    >
      {failure ? <ErrorNote {...explain(failure)} /> : null}
      {create.data ? <NewKey text={create.data.api_key} /> : null}
      {isNaming ? (
        <NameField
          label="Name of the new key"
          placeholder="What will use it? Enter makes the key"
          name=""
          onDone={(name) => {
            setNaming(false);
            if (name) create.mutate(name);
          }}
        />
      ) : null}
      {keys && keys.length > 0 ? (
        <Rows label="API keys">
          {keys.map((key) => (
            <li key={key.id}>
              <span className="panel-grow">{key.name || "Unnamed"}</span>
              <span className="panel-code">{key.api_key.replaceAll("*", "").slice(0, 8)}…</span>
              <span className="panel-quiet">
                {key.last_used_at ? `used ${timeAgo(key.last_used_at)}` : "never used"}, made {timeAgo(key.created_at)}
              </span>
              <Button aria-label={`Delete key ${key.name}`} onClick={() => setDoomed(key)}>
                Delete
              </Button>
            </li>
          ))}
        </Rows>
      ) : null}
      {keys?.length === 0 && !isNaming ? <p className="panel-quiet">No keys yet.</p> : null}
      <Dialog
        isOpen={doomed !== null}
        onOpenChange={(isOpen) => isOpen || setDoomed(null)}
        title={`Delete the key “${doomed?.name}”?`}
        text="What uses it is refused from now on. This cannot be undone."
        buttons={
          <>
            <Button kind="outline" onClick={() => setDoomed(null)}>
              Keep
            </Button>
            <Button
              kind="danger"
              onClick={() => {
                if (doomed) remove.mutate(doomed.id);
                setDoomed(null);
              }}
            >
              Delete key
            </Button>
          </>
        }
      />
    </Panel>
  );
}

function NewKey({ text }: { text: string }) {
  const [isCopied, setCopied] = useState(false);
  const copy = () =>
    void navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  return (
    <div className="panel-form panel-new-key" role="status">
      <p className="panel-wide">Copy the key now: it is not shown again.</p>
      <code className="panel-wide panel-code panel-select">{text}</code>
      <div className="panel-acts">
        <Button kind="outline" icon={<Copy />} onClick={copy}>
          {isCopied ? "Copied" : "Copy"}
        </Button>
      </div>
    </div>
  );
}
