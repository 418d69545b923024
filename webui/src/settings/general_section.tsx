import { Monitor, Moon, Sun } from "lucide-react";
import { Link } from "react-router";
import { explain } from "@/api/errors";
import { useLogOut } from "@/login/login";
import { type Theme, useTheme } from "@/settings/theme";
import { Button } from "@/ui/button";
import { ErrorNote } from "@/ui/error_note";
import { Panel, Rows } from "@/ui/panel";
import { useWindow } from "@/window/window";
import "./general_section.css";

const THEMES: { value: Theme; label: string; icon: typeof Sun }[] = [
  { value: "system", label: "System", icon: Monitor },
  { value: "light", label: "Light", icon: Sun },
  { value: "dark", label: "Dark", icon: Moon },
];

/** How the interface looks, the way back to the first screen, and out where one has logged in. */
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
      {useWindow()?.is_logged_in ? <LoginPanel /> : null}
    </>
  );
}

function LoginPanel() {
  const logOut = useLogOut();
  return (
    <Panel title="Login">
      {logOut.error ? <ErrorNote {...explain(logOut.error)} /> : null}
      <Rows>
        <li>
          <span className="panel-grow">This browser is logged in</span>
          <Button kind="outline" disabled={logOut.isPending} onClick={() => logOut.mutate()}>
            Log out
          </Button>
        </li>
      </Rows>
    </Panel>
  );
}
