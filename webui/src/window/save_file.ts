import { client, read } from "@/api/client";
import { notify } from "@/ui/notice";
import { getWindow } from "@/window/window";

/**
 * Saves what the page made as a file: in the native window by the system's dialog, in a browser as a download.
 * Throws when it could not be written; does nothing when the user changes their mind.
 */
export async function saveFile(content: Blob, name: string): Promise<void> {
  const { is_window: isWindow } = await getWindow();
  if (!isWindow) {
    download(content, name);
    return;
  }
  const params = { query: { name } };
  const headers = { "content-type": "application/octet-stream" };
  const { path } = await read(
    client.POST("/api/v1/window/save", { params, headers, body: content as never, bodySerializer: (body) => body }),
  );
  if (path) notify({ text: `Saved as ${path}` });
}

function download(content: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  // The browser has taken the address over by the next task.
  setTimeout(() => URL.revokeObjectURL(link.href));
}
