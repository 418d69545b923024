import { client, read } from "@/api/client";
import { saveFile } from "@/window/save_file";

/** The server empties every secret that is written out in what is saved here. */
const query = { without_secrets: true };

/** Saves the flows as a file: JSON for one, ZIP for several. */
export async function downloadFlows(flows: readonly { id: string; name: string }[]): Promise<void> {
  const body = await read<Blob>(
    client.POST("/api/v1/flows/download/", {
      params: { query },
      body: flows.map((flow) => flow.id),
      parseAs: "blob",
    }),
  );
  const [only] = flows;
  await saveFile(body, flows.length === 1 && only ? `${fileName(only.name)}.flow.json` : `${flows.length} flows.zip`);
}

/** Saves all flows of a folder as a ZIP that can be imported again. */
export async function downloadFolder(folder: { id: string; name: string }): Promise<void> {
  const path = { folder_id: folder.id };
  const body = await read<Blob>(
    client.GET("/api/v1/folders/download/{folder_id}", { params: { path, query }, parseAs: "blob" }),
  );
  await saveFile(body, `${fileName(folder.name)}.zip`);
}

/** A flow's or folder's name without the characters that some file system refuses. */
export function fileName(name: string): string {
  return name.replace(/[\\/:*?"<>|]/g, "-").trim() || "flow";
}
