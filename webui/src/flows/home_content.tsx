import { LayoutTemplate, Plus, SearchX, Upload, Workflow } from "lucide-react";
import { useNavigate } from "react-router";
import { explain } from "@/api/errors";
import { FlowGrid } from "@/flows/flow_grid";
import type { FlowSummary } from "@/flows/flow_summary";
import { TemplateGrid } from "@/flows/template_grid";
import { useTemplates } from "@/flows/templates";
import { TrashList } from "@/flows/trash_list";
import { useFlowActs } from "@/flows/use_flow_acts";
import { useNewFromStarter } from "@/flows/use_new_flow";
import type { Place } from "@/folders/folder_list";
import type { Folder } from "@/folders/folders";
import { Button } from "@/ui/button";
import { EmptyState } from "@/ui/empty_state";
import { ErrorNote } from "@/ui/error_note";
import { Kbd } from "@/ui/kbd";
import "./home_content.css";

export interface HomeContentProps {
  place: Place;
  /** The flows of this place, found and sorted. */
  flows: readonly FlowSummary[];
  /** Whether there is any flow at all. */
  hasFlows: boolean;
  folders: readonly Folder[];
  pinned: ReadonlySet<string>;
  onTogglePin: (id: string) => void;
  isPending: boolean;
  error: Error | null;
  query: string;
  onRetry: () => void;
  onNewFlow: () => void;
  onImport: () => void;
  onClearQuery: () => void;
}

/** What stands under the heading of home: cards, templates, trash, or what to do where there is nothing. */
export function HomeContent(props: HomeContentProps) {
  const { place, flows, folders, pinned, isPending, error, query, onRetry, onTogglePin } = props;
  const { acts, onRename } = useFlowActs(onTogglePin);
  if (place.kind === "trash") return <TrashList />;
  if (place.kind === "templates") return <Templates label="Templates" />;
  if (error) {
    return (
      <ErrorNote {...explain(error)}>
        <Button kind="outline" onClick={onRetry}>
          Try again
        </Button>
      </ErrorNote>
    );
  }
  if (isPending) return null;
  return (
    <>
      {flows.length > 0 ? (
        <FlowGrid label="Flows" flows={flows} folders={folders} pinned={pinned} acts={acts} onRename={onRename} />
      ) : (
        <NoFlows {...props} />
      )}
      {place.kind === "all" && query === "" ? (
        <section className="home-templates" aria-labelledby="home-templates">
          <h2 id="home-templates">Start from a template</h2>
          <Templates label="Start from a template" />
        </section>
      ) : null}
    </>
  );
}

function Templates({ label }: { label: string }) {
  const templates = useTemplates();
  const use = useNewFromStarter();
  return (
    <TemplateGrid
      label={label}
      templates={templates}
      pendingId={use.isPending ? use.variables : undefined}
      onUse={use.mutate}
    />
  );
}

function NoFlows({ place, query, hasFlows, onNewFlow, onImport, onClearQuery }: HomeContentProps) {
  const navigate = useNavigate();
  if (query) {
    return (
      <EmptyState icon={<SearchX />} title={`No flow holds “${query}”`}>
        <p>Searched in names, descriptions, components and prompts.</p>
        <Button kind="outline" onClick={onClearQuery}>
          Clear search <Kbd>Esc</Kbd>
        </Button>
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={<Workflow />}
      title={place.kind === "folder" && hasFlows ? "This folder is empty" : "No flows yet"}
    >
      <p>
        {place.kind === "folder" && hasFlows
          ? "Drag flows here, or make one."
          : "Make one, or drop a flow file on this window."}
      </p>
      <div className="home-next">
        <Button kind="primary" icon={<Plus />} onClick={onNewFlow}>
          New flow <Kbd>C</Kbd>
        </Button>
        <Button kind="outline" icon={<Upload />} onClick={onImport}>
          Import
        </Button>
        {place.kind === "folder" ? (
          <Button kind="outline" icon={<LayoutTemplate />} onClick={() => navigate("/?view=templates")}>
            Templates
          </Button>
        ) : null}
      </div>
    </EmptyState>
  );
}
