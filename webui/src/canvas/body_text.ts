import type { FlowData, FlowEdge, FlowNode } from "@/api/flow_data";

/** Nodes and wires are never changed in place, so the JSON text of each is written once. */
const texts = new WeakMap<FlowNode | FlowEdge, string>();

function textOf(part: FlowNode | FlowEdge): string {
  const text = texts.get(part) ?? JSON.stringify(part);
  texts.set(part, text);
  return text;
}

function listText(parts: readonly (FlowNode | FlowEdge)[]): string {
  return `[${parts.map(textOf).join(",")}]`;
}

/** The JSON text of what is sent to save a flow. Costs what changed since the last one, not what the flow is long. */
export function bodyText({ data, ...header }: { data?: FlowData; [key: string]: unknown }): string {
  if (!data) return JSON.stringify(header);
  const { nodes, edges, ...rest } = data;
  const members = (part: object) => Object.entries(part).flatMap(([key, value]) => member(key, JSON.stringify(value)));
  const whole = [...members(rest), ...member("nodes", listText(nodes)), ...member("edges", listText(edges))];
  return `{${[...members(header), ...member("data", `{${whole.join(",")}}`)].join(",")}}`;
}

/** "key":text; nothing for values that JSON does not have. */
function member(key: string, text: string | undefined): string[] {
  return text === undefined ? [] : [`${JSON.stringify(key)}:${text}`];
}

const SLICE_MS = 6;

/** Writes the texts of a flow just opened while nothing else is to do, so that its first save is as quick as all others. */
export function prepareTexts({ nodes, edges }: { nodes: readonly FlowNode[]; edges: readonly FlowEdge[] }): void {
  const parts = [...nodes, ...edges];
  // Not every web view has it.
  const later = "requestIdleCallback" in globalThis ? requestIdleCallback : (act: () => void) => setTimeout(act, 50);
  const write = () => {
    const end = performance.now() + SLICE_MS;
    while (parts.length && performance.now() < end) textOf(parts.pop() as FlowNode);
    if (parts.length) later(write);
  };
  later(write);
}
