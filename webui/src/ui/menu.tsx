import { ChevronRight } from "lucide-react";
import { DropdownMenu as Radix, ContextMenu as RadixContext } from "radix-ui";
import type { ReactElement, ReactNode } from "react";
import { Kbd } from "@/ui/kbd";
import "./floating.css";

/** One line of a menu. */
export interface MenuEntry {
  label: string;
  icon?: ReactNode;
  shortcut?: string;
  isDanger?: boolean;
  isDisabled?: boolean;
  /** Shown with a tick. */
  isChecked?: boolean;
  /** What the entry does; left out when it opens `entries`. */
  onSelect?: () => void;
  /** A menu of its own, opened beside the entry. */
  entries?: MenuEntries;
}

/** Entries of a menu; null draws a line between groups, a text draws a small heading. */
export type MenuEntries = readonly (MenuEntry | string | null)[];

export interface MenuProps {
  trigger: ReactElement;
  entries: MenuEntries;
  align?: "start" | "center" | "end";
}

/** A menu under a button. */
export function Menu({ trigger, entries, align = "start" }: MenuProps) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content className="menu" align={align} sideOffset={4} collisionPadding={8}>
          {entries.map((entry, index) => drawEntry(entry, index, Radix))}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export interface ContextMenuProps {
  /** What can be clicked with the right button. */
  children: ReactElement;
  /** Asked at every opening. */
  entries: MenuEntries;
}

/** A menu at the pointer, opened by the right button or the menu key. */
export function ContextMenu({ children, entries }: ContextMenuProps) {
  return (
    <RadixContext.Root modal={false}>
      <RadixContext.Trigger asChild>{children}</RadixContext.Trigger>
      <RadixContext.Portal>
        <RadixContext.Content className="menu" collisionPadding={8}>
          {entries.map((entry, index) => drawEntry(entry, index, RadixContext))}
        </RadixContext.Content>
      </RadixContext.Portal>
    </RadixContext.Root>
  );
}

type PartName = "Item" | "Separator" | "Label" | "Portal" | "Sub" | "SubTrigger" | "SubContent";
type Parts = Pick<typeof Radix, PartName> | Pick<typeof RadixContext, PartName>;

function drawEntry(entry: MenuEntry | string | null, index: number, parts: Parts): ReactNode {
  const key = typeof entry === "object" && entry ? entry.label : `line ${index}`;
  if (entry === null) return <parts.Separator key={key} className="menu-separator" />;
  if (typeof entry === "string")
    return (
      <parts.Label key={key} className="menu-label">
        {entry}
      </parts.Label>
    );
  if (entry.entries)
    return (
      <parts.Sub key={key}>
        <parts.SubTrigger className="menu-item" disabled={entry.isDisabled}>
          {entry.icon}
          <span>{entry.label}</span>
          <ChevronRight className="menu-check" aria-hidden="true" />
        </parts.SubTrigger>
        <parts.Portal>
          <parts.SubContent className="menu" sideOffset={2} collisionPadding={8}>
            {entry.entries.map((inner, at) => drawEntry(inner, at, parts))}
          </parts.SubContent>
        </parts.Portal>
      </parts.Sub>
    );
  return (
    <parts.Item
      key={key}
      className={`menu-item ${entry.isDanger ? "is-danger" : ""}`}
      disabled={entry.isDisabled}
      onSelect={entry.onSelect}
    >
      {entry.icon}
      <span>{entry.label}</span>
      {entry.shortcut ? <Kbd>{entry.shortcut}</Kbd> : null}
      {entry.isChecked ? <span className="menu-check">✓</span> : null}
    </parts.Item>
  );
}
