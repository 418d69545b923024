import type { Action, ActionGroup } from "@/actions/action";
import { ACTIONS } from "@/actions/all";
import { ShortcutPanel } from "@/ui/shortcut_panel";

const GROUPS: readonly ActionGroup[] = ["Flow", "Edit", "Node", "View", "App"];

/** The keys of the canvas for Settings, group by group; the first key of each act. */
export function CanvasShortcuts() {
  return GROUPS.map((group) => (
    <ShortcutPanel
      key={group}
      title={`Canvas: ${group.toLowerCase()}`}
      keys={ACTIONS.filter(isShown(group)).map(toLine)}
    />
  ));
}

function isShown(group: ActionGroup) {
  return (action: Action) => action.group === group && action.shortcuts.length > 0;
}

function toLine(action: Action): [keys: string, label: string] {
  return [action.shortcuts[0] ?? "", action.label];
}
