import { Monitor, Moon, Sun } from "lucide-react";
import { Link } from "react-router";
import { explain } from "@/api/errors";
import { useLibraryIsOpen, useOpenLibrary } from "@/settings/library";
import { type Theme, useTheme } from "@/settings/theme";
import { ErrorNote } from "@/ui/error_note";
import { Panel, Rows } from "@/ui/panel";
import { Switch } from "@/ui/switch";
import "./general_section.css";

const THEMES: { value: Theme; label: string; icon: typeof Sun }[] = [
  { value: "system", label: "System", icon: Monitor },
  { value: "light", label: "Light", icon: Sun },
  { value: "dark", label: "Dark", icon: Moon },
];

/** How the interface looks, the way back to the first screen, and the component library. */
export function GeneralSection() {
  const [theme, setTheme] = useTheme();
  return (
    <>
      <Panel title="Appearance" text="System follows light and dark of this computer.">
        <fieldset className="theme-choice">
          <legend className="visually-hidden">Theme</legend>
          {THEMES.map(({ value, label, icon: Icon }) => (
            <label key={value} className="theme-option">
              <input
                type="radio"
                name="theme"
                value={value}
                checked={theme === value}
                onChange={() => setTheme(value)}
              />
              <span className={`theme-picture theme-picture-${value}`} aria-hidden="true">
                <i />
              </span>
              <span className="theme-label">
                <Icon aria-hidden="true" />
                {label}
              </span>
            </label>
          ))}
        </fieldset>
      </Panel>
      <Panel title="First steps">
        <Rows>
          <li>
            <span className="panel-grow">Which local models were found, and flows that work with them</span>
            <Link className="button button-outline" to="/welcome">
              Open
            </Link>
          </li>
        </Rows>
      </Panel>
      <Library />
    </>
  );
}

function Library() {
  const { data: isOpen = false, isPending } = useLibraryIsOpen();
  const open = useOpenLibrary();
  return (
    <Panel
      title="Component library"
      text="Clients of the API may share components and flows in a library on this computer, list, like and download them."
    >
      <Rows>
        <li>
          <span className="panel-grow">Library is open to the store routes of the API</span>
          <Switch
            label="Open the component library"
            isOn={open.isPending ? open.variables : isOpen}
            isDisabled={isPending || open.isPending}
            onChange={(next) => open.mutate(next)}
          />
        </li>
      </Rows>
      {open.error ? <ErrorNote {...explain(open.error)} /> : null}
    </Panel>
  );
}
