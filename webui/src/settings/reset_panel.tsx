import { useState } from "react";
import { explain } from "@/api/errors";
import { useReset, useRestoreBackup } from "@/settings/data_folder";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { ErrorNote } from "@/ui/error_note";
import { notify } from "@/ui/notice";
import { Panel } from "@/ui/panel";

/** The way back to the first day, and from there to what was. */
export function ResetPanel() {
  const reset = useReset();
  const restore = useRestoreBackup();
  const [isAsking, setAsking] = useState(false);
  const failure = reset.error ?? restore.error;
  const perform = () => {
    setAsking(false);
    reset.mutate(undefined, {
      onSuccess: (before) =>
        notify({
          text: "Everything is as on the first day.",
          action: { label: "Undo", perform: () => restore.mutate(before) },
        }),
    });
  };
  return (
    <Panel
      title="Start over"
      text="Removes flows, messages, runs, variables and API keys. A backup of them is made first; files stay in the data folder."
      act={
        <Button kind="outline" disabled={reset.isPending} onClick={() => setAsking(true)}>
          {reset.isPending ? "Resetting…" : "Reset"}
        </Button>
      }
    >
      {failure ? <ErrorNote {...explain(failure)} /> : null}
      <Dialog
        isOpen={isAsking}
        onOpenChange={setAsking}
        title="Remove everything and start over?"
        text="What there is now is put into a backup first, so that you can come back to it."
        buttons={
          <>
            <Button kind="outline" onClick={() => setAsking(false)}>
              Keep everything
            </Button>
            <Button kind="danger" onClick={perform}>
              Remove everything
            </Button>
          </>
        }
      />
    </Panel>
  );
}
