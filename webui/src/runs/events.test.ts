import { describe, expect, it } from "vitest";
import { readEvents } from "@/runs/events";

function stream(...pieces: string[]): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    start(controller) {
      for (const piece of pieces) controller.enqueue(encoder.encode(piece));
      controller.close();
    },
  });
}

describe("readEvents", () => {
  it("reads lines that come in pieces and passes over empty ones", async () => {
    const names: string[] = [];
    for await (const event of readEvents(stream('{"event":"end"', ',"data":{}}\n\n{"ev', 'ent":"note","data":{}}'))) {
      names.push(event.event);
    }
    expect(names).toEqual(["end", "note"]);
  });
});
