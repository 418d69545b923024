import { Tabs as Radix } from "radix-ui";
import type { ReactNode } from "react";
import "./tabs.css";

export interface TabsProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  tabs: readonly { value: string; label: string; content: ReactNode }[];
  /** Right of the tab names. */
  extra?: ReactNode;
}

/** Tabs whose contents stay mounted, so that nothing typed is lost by looking elsewhere. */
export function Tabs({ label, value, onChange, tabs, extra }: TabsProps) {
  return (
    <Radix.Root className="tabs" value={value} onValueChange={onChange}>
      <div className="tabs-head">
        <Radix.List className="tabs-list" aria-label={label}>
          {tabs.map((tab) => (
            <Radix.Trigger key={tab.value} className="tab" value={tab.value}>
              {tab.label}
            </Radix.Trigger>
          ))}
        </Radix.List>
        {extra}
      </div>
      {tabs.map((tab) => (
        <Radix.Content
          key={tab.value}
          className="tab-content"
          value={tab.value}
          forceMount
          hidden={tab.value !== value}
        >
          {tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
