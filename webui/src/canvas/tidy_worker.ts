import { columnPlaces } from "@/canvas/columns";
import type { Outline } from "@/canvas/tidy";

// One question, one answer: the outline of a flow, and where its nodes should stand.
addEventListener("message", ({ data: { boxes, wires } }: MessageEvent<Outline>) => {
  postMessage(columnPlaces(boxes, wires));
});
