import { Kbd } from "@/ui/kbd";
import { Panel, Rows } from "@/ui/panel";

export interface ShortcutPanelProps {
  /** Where the keys act. */
  title: string;
  keys: readonly (readonly [keys: string, label: string])[];
}

const ARROWS: Record<string, string> = { ArrowLeft: "←", ArrowRight: "→", ArrowUp: "↑", ArrowDown: "↓" };

/** A list of keys and what they do. */
export function ShortcutPanel({ title, keys }: ShortcutPanelProps) {
  return (
    <Panel title={title}>
      <Rows label={`${title} shortcuts`}>
        {keys.map(([key, label]) => (
          <li key={label} className="is-dense">
            <span className="panel-grow">{label}</span>
            <Kbd>{key.replace(/Arrow\w+/g, (arrow) => ARROWS[arrow] ?? arrow)}</Kbd>
          </li>
        ))}
      </Rows>
    </Panel>
  );
}
