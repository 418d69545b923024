import { useState } from "react";
import { explain } from "@/api/errors";
import { useLog } from "@/settings/data_folder";
import { Button } from "@/ui/button";
import { CopyButton } from "@/ui/copy_button";
import { ErrorNote } from "@/ui/error_note";
import { Panel } from "@/ui/panel";
import { ShowFolder } from "@/window/show_folder";

/** The log's last lines, where something went wrong that should not. */
export function LogPanel({ path, wasInterrupted }: { path: string; wasInterrupted: boolean }) {
  const [isShown, setShown] = useState(wasInterrupted);
  const { data: log, error, refetch } = useLog(isShown);
  return (
    <Panel
      title="Log"
      text={
        <>
          {wasInterrupted ? "Runnel did not end in order last time; the log says what came before. " : ""}
          What the server did, in <span className="panel-select">{path}</span>. It holds no keys and no messages.
        </>
      }
      act={
        <>
          <ShowFolder folder="logs" />
          <Button kind="outline" onClick={() => (isShown ? void refetch() : setShown(true))}>
            {isShown ? "Look again" : "Show"}
          </Button>
        </>
      }
    >
      {error ? <ErrorNote {...explain(error)} /> : null}
      {log ? (
        <div className="data-log">
          <CopyButton label="Copy the log" text={() => log.lines.join("\n")} />
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: long lines are scrolled by keyboard. */}
          <section tabIndex={0} aria-label="Last lines of the log">
            <pre>{log.lines.length ? log.lines.join("\n") : "Nothing yet."}</pre>
          </section>
        </div>
      ) : null}
    </Panel>
  );
}
