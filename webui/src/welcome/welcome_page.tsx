import { ArrowRight, RefreshCw } from "lucide-react";
import { useNavigate } from "react-router";
import { explain } from "@/api/errors";
import { ImportPlace } from "@/flows/import_place";
import { TemplateGrid } from "@/flows/template_grid";
import { useTemplates } from "@/flows/templates";
import { useImport } from "@/flows/use_import";
import { useNewFlow, useNewFromStarter } from "@/flows/use_new_flow";
import { HowToStart } from "@/models/how_to_start";
import { type ModelServer, useModels, useRefreshModels } from "@/models/models";
import { ServerList } from "@/models/server_list";
import { AppBar } from "@/ui/app_bar";
import { Button } from "@/ui/button";
import { ErrorNote } from "@/ui/error_note";
import { NoticeLine } from "@/ui/notice";
import { Spinner } from "@/ui/spinner";
import { useTitle } from "@/ui/use_title";
import { useWelcome, useWelcomeSeen } from "@/welcome/welcome";
import "./welcome_page.css";

/** `/welcome`: the first screen. What was found here, a flow that works at once, and where to go from there. */
export default function WelcomePage() {
  useTitle("First steps");
  const navigate = useNavigate();
  const { data: welcome } = useWelcome();
  const seen = useWelcomeSeen();
  const newFlow = useNewFlow();
  const importing = useImport(null);
  const readyFlowId = welcome?.ready_flow_id;

  /** Everything that leads away from here also says that it was seen. */
  const leave = (go: () => void) => {
    seen.mutate();
    go();
  };

  return (
    <div className="welcome">
      <AppBar>
        <Button onClick={() => leave(() => navigate("/"))}>Go to flows</Button>
      </AppBar>
      <main className="welcome-main">
        <h1>Build flows, run them here</h1>
        <p className="welcome-lead">Everything runs on this computer. No account, no key needed.</p>
        <div className="welcome-acts">
          {readyFlowId ? (
            <Button
              kind="primary"
              className="welcome-act"
              icon={<ArrowRight />}
              onClick={() => leave(() => navigate(`/flow/${readyFlowId}?dock=chat`))}
            >
              Try it without a model
            </Button>
          ) : null}
          <Button kind="outline" className="welcome-act" onClick={() => leave(() => newFlow.mutate(null))}>
            Start with an empty flow
          </Button>
          <Button kind="outline" className="welcome-act" onClick={importing.choose}>
            Import flows
          </Button>
        </div>
        <LocalModels seenFirst={welcome?.models} />
        <Starters onUse={seen.mutate} />
      </main>
      <ImportPlace importing={importing} />
      <NoticeLine />
    </div>
  );
}

/** `seenFirst` are the servers that came with the page; a later look replaces them. */
function LocalModels({ seenFirst }: { seenFirst: readonly ModelServer[] | undefined }) {
  const { data: models, error } = useModels();
  const refresh = useRefreshModels();
  const servers = models?.servers ?? seenFirst;
  const answering = servers?.filter((server) => server.is_reachable) ?? [];
  return (
    <section aria-labelledby="welcome-models">
      <div className="welcome-head">
        <h2 id="welcome-models">Local models</h2>
        <span className="welcome-found" role="status">
          {servers ? found(answering) : "Looking…"}
        </span>
        <Button icon={<RefreshCw />} disabled={refresh.isPending} onClick={() => refresh.mutate()}>
          {refresh.isPending ? "Looking…" : "Look again"}
        </Button>
      </div>
      {error ? <ErrorNote {...explain(error)} /> : null}
      {!servers && !error ? <Spinner label="Looking for local models" /> : null}
      {answering.length > 0 ? <ServerList servers={answering} /> : null}
      {servers && answering.length === 0 ? (
        <>
          <p className="welcome-none">
            Looked for Ollama, LM Studio, llama.cpp and vLLM. Start one, and it appears here by itself:
          </p>
          <HowToStart />
        </>
      ) : null}
    </section>
  );
}

function found(servers: readonly ModelServer[]): string {
  if (servers.length === 0) return "None is running";
  const count = servers.reduce((total, server) => total + server.models.length, 0);
  return `${count === 1 ? "1 model" : `${count} models`} found`;
}

function Starters({ onUse }: { onUse: () => void }) {
  const templates = useTemplates();
  const use = useNewFromStarter();
  if (templates.length === 0) return null;
  return (
    <section aria-labelledby="welcome-starters">
      <div className="welcome-head">
        <h2 id="welcome-starters">Start from a template</h2>
      </div>
      <TemplateGrid
        label="Templates"
        templates={templates}
        pendingId={use.isPending ? use.variables : undefined}
        onUse={(id) => use.mutate(id, { onSuccess: onUse })}
      />
    </section>
  );
}
