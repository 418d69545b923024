import { useAbout } from "@/settings/about";
import { LICENCES } from "@/settings/licences";
import { Panel, Rows } from "@/ui/panel";

/** Versions, the API's documentation, licences. */
export function AboutSection() {
  const { data: about } = useAbout();
  return (
    <>
      <Panel
        title="Runnel"
        text="Runs flows of components and language models on this computer. Nothing leaves it but what a node of yours sends."
      >
        <Rows label="Versions">
          {about ? (
            <>
              <Line label="Version" value={about.version} />
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
      <Panel title="Licences" text="Runnel is under the MIT licence. These pages are made with:">
        <Rows label="Licences">
          {LICENCES.map(([name, licence]) => (
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
