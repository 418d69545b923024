import { columnPlaces } from "@/document/columns";
import type { Outline } from "@/document/tidy";

// One question, one answer: the outline of a flow, and where its nodes should stand.
addEventListener("message", ({ data: { boxes, wires } }: MessageEvent<Outline>) => {
  postMessage(columnPlaces(boxes, wires));
});
