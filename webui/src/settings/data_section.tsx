import { Link } from "react-router";
import { explain } from "@/api/errors";
import { useDataFolder } from "@/settings/data_folder";
import { ErrorNote } from "@/ui/error_note";
import { Panel, Rows } from "@/ui/panel";
import { ShowFolder } from "@/window/show_folder";

/** Where flows, messages and files are kept. */
export function DataSection() {
  const { data: folder, error } = useDataFolder();
  return (
    <>
      <Panel
        title="Data folder"
        text="Everything is kept here and nowhere else. Copy the folder while Runnel is closed to back it up."
      >
        {error ? <ErrorNote {...explain(error)} /> : null}
        {folder ? (
          <Rows>
            <li>
              <span className="panel-grow panel-code panel-select">{folder.path}</span>
              <ShowFolder folder="data" />
            </li>
            <li>
              <span className="panel-grow">Flows, messages and runs</span>
              <span className="panel-quiet">{size(folder.database_bytes)}</span>
            </li>
            <li>
              <span className="panel-grow">Files</span>
              <span className="panel-quiet">{size(folder.files_bytes)}</span>
            </li>
            {folder.log_path ? (
              <li>
                <span>Log and crash reports</span>
                <span className="panel-grow panel-code panel-select">{folder.log_path}</span>
                <ShowFolder folder="logs" />
              </li>
            ) : null}
          </Rows>
        ) : null}
      </Panel>
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
    </>
  );
}

const UNITS = ["bytes", "kB", "MB", "GB", "TB"];

function size(bytes: number): string {
  const power = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const value = bytes / 1000 ** power;
  return `${power === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${UNITS[power]}`;
}
