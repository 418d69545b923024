import { client, read } from "@/api/client";
import type { components } from "@/api/schema";
import { notify } from "@/ui/notice";

/** A place in the page, in its own pixels. */
interface At {
  x: number;
  y: number;
}

type LentFile = components["schemas"]["LentFile"];

/** The element that the files were last told to be over. */
let under: Element | null = null;

/**
 * What the native window says of files held over it becomes the drag events that other web views fire by themselves, so
 * that whatever takes files in a browser takes them here too.
 */
export function holdFiles(at: At): void {
  const next = elementAt(at);
  if (next !== under) {
    fire("dragenter", next, at);
    if (under) fire("dragleave", under, at);
    under = next;
  }
  fire("dragover", next, at);
}

/** The files were taken away again. */
export function forgetFiles(): void {
  if (under) fire("dragleave", under, { x: -1, y: -1 });
  under = null;
}

/**
 * The files were let go. Throws when one of them cannot be read.
 *
 * @param others names of what was dropped along with them and is no file: folders.
 */
export async function dropFiles(at: At, lent: readonly LentFile[], others: readonly string[]): Promise<void> {
  const target = elementAt(at);
  under = null;
  const files = await readFiles(lent);
  // Whatever waits for files learns that they are not over it any more, were none of them to be read.
  fire(files.length > 0 ? "drop" : "dragleave", target.isConnected ? target : elementAt(at), at, files);
  if (others.length > 0) notify({ text: `Only files can be dropped. Left out: ${others.join(", ")}`, tone: "error" });
}

/** The system's dialog for opening files, in the native window. */
export async function chooseFiles(): Promise<File[]> {
  const { files } = await read(client.POST("/api/v1/window/open", {}));
  return readFiles(files);
}

/** Files that are let go where nothing takes them must not be opened in place of the page. */
export function refuseStrayFiles(): () => void {
  const refuse = (event: DragEvent) => {
    if (event.defaultPrevented || !event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "none";
  };
  window.addEventListener("dragover", refuse);
  window.addEventListener("drop", refuse);
  return () => {
    window.removeEventListener("dragover", refuse);
    window.removeEventListener("drop", refuse);
  };
}

function readFiles(lent: readonly LentFile[]): Promise<File[]> {
  return Promise.all(
    lent.map(async ({ id, name }) => {
      const params = { path: { file_id: id } };
      const content = await read(client.GET("/api/v1/window/files/{file_id}", { params, parseAs: "blob" }));
      return new File([content as unknown as Blob], name);
    }),
  );
}

function elementAt({ x, y }: At): Element {
  return document.elementFromPoint(x, y) ?? document.body;
}

function fire(kind: string, target: Element, { x, y }: At, files: readonly File[] = []): void {
  const event = new DragEvent(kind, { bubbles: true, cancelable: true, composed: true, clientX: x, clientY: y });
  // A transfer that the page made itself holds no files in WebKitGTK, as one that it was given does.
  const dataTransfer = { types: ["Files"], files, items: [], getData: () => "", dropEffect: "copy" };
  Object.defineProperty(event, "dataTransfer", { value: dataTransfer });
  target.dispatchEvent(event);
}
