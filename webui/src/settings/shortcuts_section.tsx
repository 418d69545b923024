import { SHORTCUTS } from "@/settings/shortcuts";
import { Kbd } from "@/ui/kbd";
import { Panel, Rows } from "@/ui/panel";

/** Every key, by where it acts. */
export function ShortcutsSection() {
  return (
    <>
      {SHORTCUTS.map(({ scope, keys }) => (
        <Panel key={scope} title={scope}>
          <Rows label={`${scope} shortcuts`}>
            {keys.map(([key, label]) => (
              <li key={label} className="is-dense">
                <span className="panel-grow">{label}</span>
                <Kbd>{key}</Kbd>
              </li>
            ))}
          </Rows>
        </Panel>
      ))}
    </>
  );
}
