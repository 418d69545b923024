import { client, read } from "@/api/client";
import { type Explained, explain } from "@/api/errors";
import type { Flow } from "@/api/flow_data";

/** What became of one file. */
export type ImportResult = { file: string } & ({ flows: Flow[] } | { refused: Explained });

/**
 * Imports files one after the other: a flow, `{flows: […]}`, a folder's file or ZIP, or a bare `{nodes, edges}`.
 * A file that is refused changes nothing and does not stop the others.
 *
 * @param folderId where flows go; null: the default folder. A folder's file makes a folder of its own.
 */
export async function importFiles(files: readonly File[], folderId: string | null): Promise<ImportResult[]> {
  const results: ImportResult[] = [];
  for (const file of files) {
    try {
      results.push({ file: file.name, flows: await importFile(file, folderId) });
    } catch (error) {
      results.push({ file: file.name, refused: explain(error) });
    }
  }
  return results;
}

/** Imports files of this computer by their paths; otherwise as `importFiles`. */
export async function importPaths(paths: readonly string[], folderId: string | null): Promise<ImportResult[]> {
  const results: ImportResult[] = [];
  for (const path of paths) {
    const file = path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
    try {
      const params = { query: folderId ? { folder_id: folderId } : {} };
      const flows = await read(client.POST("/api/v1/flows/local_file", { params, body: { path } }));
      results.push({ file, flows: flows as unknown as Flow[] });
    } catch (error) {
      results.push({ file, refused: explain(error) });
    }
  }
  return results;
}

async function importFile(file: File, folderId: string | null): Promise<Flow[]> {
  if (await isZip(file)) return upload("/api/v1/folders/upload/", file, null);
  const text = await file.text();
  const content = parse(text);
  if (isRecord(content) && "folder_name" in content) return upload("/api/v1/folders/upload/", file, null);
  if (isRecord(content) && !("data" in content) && Array.isArray(content.nodes) && Array.isArray(content.edges)) {
    const wrapped = JSON.stringify({ name: nameOf(file), data: content });
    return upload("/api/v1/flows/upload/", new File([wrapped], file.name, { type: "application/json" }), folderId);
  }
  return upload("/api/v1/flows/upload/", file, folderId);
}

function upload(
  path: "/api/v1/flows/upload/" | "/api/v1/folders/upload/",
  file: File,
  folderId: string | null,
): Promise<Flow[]> {
  const form = new FormData();
  form.append("file", file);
  const params = { query: folderId ? { folder_id: folderId } : {} };
  // The form is sent as it is; the generated type knows its one field only as text.
  return read(
    client.POST(path, { params, body: { file: "" }, bodySerializer: () => form }),
  ) as Promise<unknown> as Promise<Flow[]>;
}

/** Whether the file begins as ZIP archives do, whatever it is called. */
async function isZip(file: File): Promise<boolean> {
  const start = new Uint8Array(await file.slice(0, 4).arrayBuffer());
  return start[0] === 0x50 && start[1] === 0x4b && (start[2] === 3 || start[2] === 5);
}

/** The content, or undefined where the text is no JSON; the server says then what is wrong and where. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function nameOf(file: File): string {
  return file.name.replace(/(\.flow)?\.json$/i, "") || "Imported flow";
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const FLOW_PATH = /^(\/|~\/|[a-z]:[\\/]).*\.(json|zip)$/i;

/**
 * The paths of flow files on this computer that a text names, one a line, as addresses (`file:///home/me/a.json`) or
 * plain; none where it holds anything else.
 */
export function pathsOfText(text: string): string[] {
  const lines = text.split("\n").map((line) => line.trim().replace(/^(["'])(.*)\1$/, "$2"));
  const paths = lines.filter(Boolean).map(pathOf);
  return paths.every((path) => FLOW_PATH.test(path)) ? paths : [];
}

function pathOf(line: string): string {
  if (!line.startsWith("file://") || !URL.canParse(line)) return line;
  // On Windows the address is file:///C:/a.json.
  return decodeURIComponent(new URL(line).pathname).replace(/^\/([a-z]:)/i, "$1");
}

/** Text from the clipboard as a file to import, if it looks like JSON. */
export function fileOfText(text: string): File | null {
  const trimmed = text.trim();
  return /^[{[]/.test(trimmed) ? new File([trimmed], "Pasted flow.json", { type: "application/json" }) : null;
}
