import { LayoutTemplate, Plus, SearchX, Upload, Workflow } from "lucide-react";
import { useNavigate } from "react-router";
import { explain } from "@/api/errors";
import { FlowGrid } from "@/flows/flow_grid";
import type { FlowSummary } from "@/flows/flow_summary";
import type { Form } from "@/flows/kept_layout";
import { type Template, TemplateGrid } from "@/flows/template_grid";
import { isFoundTemplate, useTemplates } from "@/flows/templates";
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
  form: Form;
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
  const { place, form, flows, folders, pinned, isPending, error, query, onRetry, onTogglePin } = props;
  const { acts, onRename } = useFlowActs(onTogglePin);
  if (place.kind === "trash") return <TrashList />;
  if (place.kind === "templates") return <TemplateGallery {...props} />;
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
        <FlowGrid
          label="Flows"
          form={form}
          flows={flows}
          folders={folders}
          pinned={pinned}
          acts={acts}
          onRename={onRename}
        />
      ) : (
        <NoFlows {...props} />
      )}
      {place.kind === "all" ? <Templates title="Start from a template" query={query} /> : null}
    </>
  );
}

/** All templates, by what they need. */
function TemplateGallery({ query, onClearQuery }: HomeContentProps) {
  const found = useTemplates().filter((template) => isFoundTemplate(template, query));
  if (query && found.length === 0) {
    return (
      <EmptyState icon={<SearchX />} title={`No template holds “${query}”`}>
        <Button kind="outline" onClick={onClearQuery}>
          Clear search <Kbd>Esc</Kbd>
        </Button>
      </EmptyState>
    );
  }
  return (
    <>
      <Templates title="Without a model" query={query} isWanted={(template) => !template.needsChatModel} />
      <Templates title="With a chat model" query={query} isWanted={(template) => template.needsChatModel} />
    </>
  );
}

interface TemplatesProps {
  title: string;
  query: string;
  isWanted?: (template: Template) => boolean;
}

/** Templates under a heading; nothing where none is found. */
function Templates({ title, query, isWanted = () => true }: TemplatesProps) {
  const templates = useTemplates().filter((template) => isWanted(template) && isFoundTemplate(template, query));
  const use = useNewFromStarter();
  if (templates.length === 0) return null;
  return (
    <section className="home-templates">
      <h2>{title}</h2>
      <TemplateGrid
        label={title}
        templates={templates}
        pendingId={use.isPending ? use.variables : undefined}
        onUse={use.mutate}
      />
    </section>
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
