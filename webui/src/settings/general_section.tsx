import { Monitor, Moon, Sun } from "lucide-react";
import { Link } from "react-router";
import { type Theme, useTheme } from "@/settings/theme";
import { Panel, Rows } from "@/ui/panel";
import "./general_section.css";

const THEMES: { value: Theme; label: string; icon: typeof Sun }[] = [
  { value: "system", label: "System", icon: Monitor },
  { value: "light", label: "Light", icon: Sun },
  { value: "dark", label: "Dark", icon: Moon },
];

/** How the interface looks, and the way back to the first screen. */
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
    </>
  );
}
