import { useAbout, useLicences } from "@/settings/about";
import { LICENCES } from "@/settings/licences";
import { Panel, Rows } from "@/ui/panel";
import "./about_section.css";

/** Versions, the API's documentation, licences. */
export function AboutSection() {
  const { data: about } = useAbout();
  const { data: parts } = useLicences();
  return (
    <>
      <Panel
        title="Runnel"
        text="Runs flows of components and language models on this computer. Nothing leaves it but what a node of yours sends."
      >
        <Rows label="Versions">
          {about ? (
            <>
              <Line label="Version" value={about.commit ? `${about.version} (${about.commit})` : about.version} />
              <Line label="Langflow API and flow files" value={about.api_version} />
              <Line label="Python" value={about.python_version} />
              <Line label="System" value={about.platform} />
            </>
          ) : null}
          <li>
            <span className="panel-grow">API documentation</span>
            <a href="/docs">Open</a>
          </li>
        </Rows>
      </Panel>
      <Panel title="Licences" text="Runnel is under the MIT licence. It is made with:">
        <Rows label="Licences">
          {parts?.map((part) => (
            <li key={`${part.name} ${part.version}`} className="is-dense">
              <details className="licence panel-grow">
                <summary>
                  <span className="panel-grow">
                    {part.name} <span className="panel-quiet">{part.version}</span>
                  </span>
                  <span className="panel-quiet">{part.licence}</span>
                </summary>
                <pre className="panel-code panel-select">{part.text || "It came without a text of its own."}</pre>
              </details>
            </li>
          ))}
          {LICENCES.filter(([name]) => !parts?.some((part) => part.name === name)).map(([name, licence]) => (
            <Line key={name} label={name} value={licence} />
          ))}
        </Rows>
      </Panel>
    </>
  );
}

function Line({ label, value }: { label: string; value: string }) {
  return (
    <li className="is-dense">
      <span className="panel-grow">{label}</span>
      <span className="panel-quiet">{value}</span>
    </li>
  );
}
