import type { components } from "@/api/schema";
import type { MenuAct } from "@/window/menu_acts";

type LentFile = components["schemas"]["LentFile"];

/** What the native window tells its page, one JSON object a line. */
export type WindowEvent =
  | { event: "alive"; data: object }
  | { event: "open_flow"; data: { flow_id: string } }
  | { event: "quit_asked"; data: { runs: number } }
  | { event: "act"; data: { name: MenuAct | "home" | "settings" | "shortcuts" } }
  | { event: "files_held"; data: { x: number; y: number } }
  | { event: "files_gone"; data: object }
  | { event: "files_dropped"; data: { x: number; y: number; files: LentFile[]; others: string[] } };

/** Follows the window until `signal` aborts; after a break it begins again. */
export async function followWindow(hear: (event: WindowEvent) => void, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      const response = await fetch("/api/v1/window/events", { signal });
      if (response.status === 403) return;
      if (response.ok && response.body) await readLines(response.body, hear);
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof TypeError)) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}

async function readLines(body: ReadableStream<Uint8Array>, hear: (event: WindowEvent) => void): Promise<void> {
  const decoder = new TextDecoder();
  const reader = body.getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const lines = (rest + decoder.decode(value, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line) hear(JSON.parse(line));
  }
}
