import { Save } from "lucide-react";
import { useState } from "react";
import { explain } from "@/api/errors";
import { timeAgo } from "@/flows/time_ago";
import { byteSize } from "@/settings/byte_size";
import { type Backup, useBackups, useCreateBackup, useDeleteBackup, useRestoreBackup } from "@/settings/data_folder";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { ErrorNote } from "@/ui/error_note";
import { notify } from "@/ui/notice";
import { Panel, Rows } from "@/ui/panel";

/** Backups of the database: made, listed, gone back to. */
export function BackupsPanel() {
  const { data: backups, error } = useBackups();
  const create = useCreateBackup();
  const remove = useDeleteBackup();
  const restore = useRestoreBackup();
  const [chosen, setChosen] = useState<{ backup: Backup; act: "restore" | "delete" } | null>(null);
  const failure = error ?? create.error ?? remove.error ?? restore.error;

  const goBack = (backup: Backup) =>
    restore.mutate(backup, {
      onSuccess: ({ before }) =>
        notify({
          text: `Everything is as it was ${timeAgo(backup.made_at)}.`,
          action: { label: "Undo", perform: () => restore.mutate(before) },
        }),
    });

  return (
    <Panel
      title="Backups"
      text="Of flows, their history, messages, runs and variables; each is checked when it is made. One is made every day, and seven of those are kept. Files lie beside them in the data folder."
      act={
        <Button kind="outline" icon={<Save />} disabled={create.isPending} onClick={() => create.mutate(undefined)}>
          {create.isPending ? "Backing up…" : "Back up now"}
        </Button>
      }
    >
      {failure ? <ErrorNote {...explain(failure)} /> : null}
      {backups?.length ? (
        <Rows label="Backups">
          {backups.map((backup) => (
            <li key={backup.name} className="is-dense">
              <span className="panel-grow" title={backup.name}>
                {whenWords(backup)}
              </span>
              <span className="panel-quiet">
                {reasonWords(backup.reason)} · {byteSize(backup.bytes)}
              </span>
              <Button
                aria-label={`Restore the backup of ${whenWords(backup)}`}
                disabled={restore.isPending}
                onClick={() => setChosen({ backup, act: "restore" })}
              >
                Restore
              </Button>
              <Button
                aria-label={`Delete the backup of ${whenWords(backup)}`}
                onClick={() => setChosen({ backup, act: "delete" })}
              >
                Delete
              </Button>
            </li>
          ))}
        </Rows>
      ) : backups ? (
        <p className="panel-quiet">No backups yet. The first one is made within a minute of use.</p>
      ) : null}
      <Dialog
        isOpen={chosen !== null}
        onOpenChange={(isOpen) => isOpen || setChosen(null)}
        title={
          chosen?.act === "delete"
            ? "Delete this backup?"
            : `Go back to ${chosen ? whenWords(chosen.backup) : "this backup"}?`
        }
        text={
          chosen?.act === "delete"
            ? "This cannot be undone."
            : "What came since is put into a backup of its own first, so that you can come back to it."
        }
        buttons={
          <>
            <Button kind="outline" onClick={() => setChosen(null)}>
              Cancel
            </Button>
            <Button
              kind={chosen?.act === "delete" ? "danger" : "primary"}
              onClick={() => {
                if (chosen?.act === "delete") remove.mutate(chosen.backup);
                else if (chosen) goBack(chosen.backup);
                setChosen(null);
              }}
            >
              {chosen?.act === "delete" ? "Delete for ever" : "Restore"}
            </Button>
          </>
        }
      />
    </Panel>
  );
}

function whenWords({ made_at }: Backup): string {
  return new Date(made_at).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "medium" });
}

function reasonWords(reason: string): string {
  if (reason === "daily") return "made daily";
  if (reason === "manual") return "made by you";
  if (reason === "before-restore") return "made before a restore";
  if (reason === "before-reset") return "made before a reset";
  return reason.startsWith("before-") ? "made before an update" : reason;
}
