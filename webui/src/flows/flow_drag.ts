import type { DragEvent } from "react";
import { fileName } from "@/flows/download";

/** The kind of what is dragged from card to folder; distinguishes it from files. */
const KIND = "application/x-runnel-flows";

/**
 * Puts flows on a drag, with a small label under the pointer in place of the whole card. A single one that leaves the
 * window becomes a file where it is dropped, in browsers that can do so.
 */
export function startFlowDrag(event: DragEvent, flows: readonly { id: string; name: string }[]): void {
  event.dataTransfer.setData(KIND, JSON.stringify(flows.map((flow) => flow.id)));
  event.dataTransfer.effectAllowed = "copyMove";
  const [only] = flows;
  if (flows.length === 1 && only) {
    const address = `${window.location.origin}/api/v1/flows/${only.id}/file`;
    event.dataTransfer.setData("DownloadURL", `application/json:${fileName(only.name)}.flow.json:${address}`);
  }
  const label = document.createElement("div");
  label.className = "flow-drag-label";
  label.textContent = flows.length === 1 ? (flows[0]?.name ?? "") : `${flows.length} flows`;
  document.body.append(label);
  event.dataTransfer.setDragImage(label, 12, 12);
  // The picture is taken when this event ends.
  setTimeout(() => label.remove());
}

/** Whether flows are being dragged. */
export function holdsFlows(event: DragEvent): boolean {
  return event.dataTransfer.types.includes(KIND);
}

/** Ids of the flows that were dropped. */
export function droppedFlowIds(event: DragEvent): string[] {
  const text = event.dataTransfer.getData(KIND);
  return text ? (JSON.parse(text) as string[]) : [];
}
