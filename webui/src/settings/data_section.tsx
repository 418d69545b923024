import { Link } from "react-router";
import { explain } from "@/api/errors";
import { BackupsPanel } from "@/settings/backups_panel";
import { byteSize } from "@/settings/byte_size";
import { useDataFolder } from "@/settings/data_folder";
import { LogPanel } from "@/settings/log_panel";
import { ResetPanel } from "@/settings/reset_panel";
import { CopyButton } from "@/ui/copy_button";
import { ErrorNote } from "@/ui/error_note";
import { Panel, Rows } from "@/ui/panel";
import { ShowFolder } from "@/window/show_folder";
import "./data_section.css";

/** Where flows, messages and files are kept, what they take, backups, the log. */
export function DataSection() {
  const { data: folder, error } = useDataFolder();
  const parts = folder?.parts.filter(({ bytes }) => bytes > 0) ?? [];
  const most = Math.max(1, ...parts.map(({ bytes }) => bytes));
  return (
    <>
      <Panel title="Data folder" text="Everything is kept here and nowhere else.">
        {error ? <ErrorNote {...explain(error)} /> : null}
        {folder?.notices.map((notice) => (
          <ErrorNote key={notice} what={notice} />
        ))}
        {folder ? (
          <Rows label="Data folder">
            <li>
              <span className="panel-grow panel-code panel-select">{folder.path}</span>
              <ShowFolder folder="data" />
              <CopyButton label="Copy the path" text={() => folder.path} />
            </li>
            {parts.map(({ name, title, bytes }) => (
              <li key={name} className="is-dense">
                <span className="panel-grow">{title}</span>
                <span className="data-bar" aria-hidden="true">
                  <i style={{ width: `${Math.max(2, (bytes / most) * 100)}%` }} />
                </span>
                <span className="panel-quiet data-size">{byteSize(bytes)}</span>
              </li>
            ))}
            <li className="is-dense">
              <span className="panel-grow">Free on this disk</span>
              <span className="panel-quiet data-size">{byteSize(folder.free_bytes)}</span>
            </li>
          </Rows>
        ) : null}
        <p className="panel-quiet data-note">
          Of each flow the newest 1,000 runs and 2,000 results of nodes are kept; its history thins out with age.
        </p>
      </Panel>
      <BackupsPanel />
      <Panel title="Deleted flows and folders">
        <Rows>
          <li>
            <span className="panel-grow">They stay in the trash for 30 days.</span>
            <Link className="button button-outline" to="/?view=trash">
              Open the trash
            </Link>
          </li>
        </Rows>
      </Panel>
      <ResetPanel />
      {folder ? <LogPanel path={folder.log_path} wasInterrupted={folder.was_interrupted} /> : null}
    </>
  );
}
