import type { Action } from "@/actions/action";
import { explain } from "@/api/errors";
import { currentData, useDocument } from "@/document/document";
import { fileName } from "@/flows/download";
import { namesOfPlainSecrets, withoutSecrets } from "@/flows/plain_secrets";
import { notify } from "@/ui/notice";
import { saveFile } from "@/window/save_file";

/** Downloads the open flow as a file, without the keys typed into it: those are named first. */
export const exportFlow: Action = {
  name: "export_flow",
  label: "Export flow as a file",
  group: "Flow",
  shortcuts: [],
  keywords: "download json save",
  perform: () => {
    const secrets = namesOfPlainSecrets(currentData());
    if (secrets.length === 0) return save();
    const keys = secrets.length === 1 ? "a key that stays" : `${secrets.length} keys that stay`;
    notify({
      text: `This flow holds ${keys} out of the file: ${secrets.join(", ")}.`,
      action: { label: "Export without", perform: save },
    });
  },
};

function save(): void {
  const { name, description, flow } = useDocument.getState();
  const data = withoutSecrets(currentData());
  const text = JSON.stringify({ ...flow, name, description, data }, null, 2);
  const file = new Blob([text], { type: "application/json" });
  saveFile(file, `${fileName(name)}.flow.json`).catch((error: unknown) =>
    notify({ text: explain(error).what, tone: "error" }),
  );
}
