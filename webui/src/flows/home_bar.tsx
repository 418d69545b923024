import { Plus, Search, Settings, Upload } from "lucide-react";
import type { KeyboardEvent, Ref } from "react";
import { Link } from "react-router";
import { AppBar } from "@/ui/app_bar";
import { Button } from "@/ui/button";
import { Kbd } from "@/ui/kbd";
import { TextInput } from "@/ui/text_input";
import { Tooltip } from "@/ui/tooltip";
import "./home_bar.css";

export interface HomeBarProps {
  query: string;
  onQuery: (query: string) => void;
  searchRef: Ref<HTMLInputElement>;
  onImport: () => void;
  onNewFlow: () => void;
  onPalette: () => void;
}

/** The bar of home: search, settings, import, new flow. */
export function HomeBar({ query, onQuery, searchRef, onImport, onNewFlow, onPalette }: HomeBarProps) {
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === "Escape") {
      if (query) onQuery("");
      else event.currentTarget.blur();
    } else if (event.key === "ArrowDown" || event.key === "Enter") {
      const first = document.querySelector<HTMLElement>("[data-card-link]");
      if (!first) return;
      event.preventDefault();
      if (event.key === "Enter" && query) first.click();
      else first.focus();
    }
  };

  return (
    <AppBar>
      <search className="home-search">
        <Search aria-hidden="true" />
        <TextInput
          ref={searchRef}
          type="search"
          aria-label="Search flows"
          placeholder="Search names, components, prompts"
          value={query}
          onChange={(event) => onQuery(event.target.value)}
          onKeyDown={onKeyDown}
        />
        {query ? null : <Kbd>/</Kbd>}
      </search>
      <Button className="home-wide" onClick={onPalette}>
        Commands <Kbd>Ctrl K</Kbd>
      </Button>
      <Tooltip text="Settings" shortcut="Ctrl ,">
        <Link to="/settings/models" className="icon-button" aria-label="Settings">
          <Settings />
        </Link>
      </Tooltip>
      <Tooltip text="Import files">
        <Button kind="outline" icon={<Upload />} onClick={onImport}>
          <span className="home-label">Import</span>
        </Button>
      </Tooltip>
      <Button kind="primary" icon={<Plus />} onClick={onNewFlow} aria-keyshortcuts="C">
        <span className="home-label">New flow</span>
        <Kbd>C</Kbd>
      </Button>
    </AppBar>
  );
}
