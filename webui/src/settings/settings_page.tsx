import { type ReactNode, useRef } from "react";
import { Link, Navigate, useParams } from "react-router";
import { ImportPlace } from "@/flows/import_place";
import { useImport } from "@/flows/use_import";
import { AboutSection } from "@/settings/about_section";
import { DataSection } from "@/settings/data_section";
import { GeneralSection } from "@/settings/general_section";
import { KeysSection } from "@/settings/keys_section";
import { LibrarySection } from "@/settings/library_section";
import { MessagesSection } from "@/settings/messages_section";
import { ModelsSection } from "@/settings/models_section";
import { SECTIONS, type SectionId } from "@/settings/sections";
import { ShortcutsSection } from "@/settings/shortcuts_section";
import { VariablesSection } from "@/settings/variables_section";
import { TrustedList } from "@/trust/trusted_list";
import { AppBar } from "@/ui/app_bar";
import { NoticeLine } from "@/ui/notice";
import { useTitle } from "@/ui/use_title";
import "./settings_page.css";

export interface SettingsPageProps {
  /** The keys of the canvas, which knows them. */
  canvasShortcuts: ReactNode;
}

/** `/settings/:section`. */
export default function SettingsPage({ canvasShortcuts }: SettingsPageProps) {
  const { section } = useParams();
  const importing = useImport(null);
  const fileDialog = useRef<HTMLInputElement>(null);
  const current = SECTIONS.find(({ id }) => id === section);
  useTitle(current?.label ?? "", "Settings");
  if (!current) return <Navigate to="/settings/general" replace />;
  const contents: Record<SectionId, ReactNode> = {
    general: <GeneralSection />,
    models: <ModelsSection />,
    variables: <VariablesSection />,
    trust: <TrustedList />,
    keys: <KeysSection />,
    messages: <MessagesSection />,
    library: <LibrarySection />,
    data: <DataSection />,
    shortcuts: <ShortcutsSection canvasShortcuts={canvasShortcuts} />,
    about: <AboutSection />,
  };
  return (
    <div className="settings">
      <AppBar title="Settings" />
      <div className="settings-columns">
        <nav className="settings-side" aria-label="Settings">
          {SECTIONS.map(({ id, label }) => (
            <Link
              key={id}
              to={`/settings/${id}`}
              className="settings-link"
              aria-current={id === current.id ? "page" : undefined}
            >
              {label}
            </Link>
          ))}
        </nav>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and some sections hold nothing else to focus. */}
        <main className="settings-main" tabIndex={0}>
          <h1>{current.label}</h1>
          {contents[current.id]}
        </main>
      </div>
      <ImportPlace importing={importing} dialogRef={fileDialog} />
      <NoticeLine />
    </div>
  );
}
