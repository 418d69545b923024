import type { Action } from "@/actions/action";
import { explain } from "@/api/errors";
import { currentData, useDocument } from "@/canvas/document";
import { withoutSecrets } from "@/flows/plain_secrets";
import { notify } from "@/ui/notice";
import { saveFile } from "@/window/save_file";

/** Downloads the open flow as a file, without the keys typed into it. */
export const exportFlow: Action = {
  name: "export_flow",
  label: "Export flow as a file",
  group: "Flow",
  shortcuts: [],
  keywords: "download json save",
  perform: () => {
    const { name, description, flow } = useDocument.getState();
    const data = withoutSecrets(currentData());
    const text = JSON.stringify({ ...flow, name, description, data }, null, 2);
    const file = new Blob([text], { type: "application/json" });
    saveFile(file, `${name.replaceAll(/[\\/:*?"<>|]/g, "_")}.flow.json`).catch((error: unknown) =>
      notify({ text: explain(error).what, tone: "error" }),
    );
  },
};
