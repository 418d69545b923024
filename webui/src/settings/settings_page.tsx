import {
  BookOpen,
  Braces,
  Cpu,
  HardDrive,
  Info,
  Keyboard,
  KeyRound,
  MessagesSquare,
  ShieldCheck,
  SlidersHorizontal,
  X,
} from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { Link, Navigate, useNavigate, useParams } from "react-router";
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
import { IconButton } from "@/ui/icon_button";
import { NoticeLine } from "@/ui/notice";
import { useTitle } from "@/ui/use_title";
import "./settings_page.css";

const ICONS: Record<SectionId, ReactNode> = {
  general: <SlidersHorizontal />,
  models: <Cpu />,
  variables: <Braces />,
  trust: <ShieldCheck />,
  keys: <KeyRound />,
  messages: <MessagesSquare />,
  library: <BookOpen />,
  data: <HardDrive />,
  shortcuts: <Keyboard />,
  about: <Info />,
};

export interface SettingsPageProps {
  /** The keys of the canvas, which knows them. */
  canvasShortcuts: ReactNode;
}

/** `/settings/:section`. */
export default function SettingsPage({ canvasShortcuts }: SettingsPageProps) {
  const { section } = useParams();
  const importing = useImport(null);
  const current = SECTIONS.find(({ id }) => id === section);
  const navigate = useNavigate();
  const side = useRef<HTMLElement>(null);
  useTitle(current?.label ?? "", "Settings");
  // In a narrow window the sections are one row, which is longer than the window.
  useEffect(() => {
    if (section) side.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [section]);
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
      <AppBar title="Settings">
        <IconButton label="Close settings" onClick={() => leave(navigate)}>
          <X />
        </IconButton>
      </AppBar>
      <div className="settings-columns">
        <nav ref={side} className="settings-side" aria-label="Settings">
          {SECTIONS.map(({ id, label }) => (
            <Link
              key={id}
              to={`/settings/${id}`}
              className="settings-link"
              aria-current={id === current.id ? "page" : undefined}
            >
              {ICONS[id]}
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
      <ImportPlace importing={importing} />
      <NoticeLine />
    </div>
  );
}

/** Back to where settings were opened from; home when they were the first page of this window. */
function leave(navigate: ReturnType<typeof useNavigate>): void {
  const isFirst = !((window.history.state as { idx?: number } | null)?.idx ?? 0);
  void (isFirst ? navigate("/") : navigate(-1));
}
