import type { FlowEdge, FlowNode } from "@/api/flow_data";
import { isNote } from "@/document/graph";
import { typeKey } from "@/document/handles";

/** Does the flow, or a group in it, take chat messages? */
export function hasChatInput(nodes: readonly FlowNode[]): boolean {
  return nodes.some((node) => typeKey(node) === "ChatInput" || hasChatInput(node.data.node?.flow?.data?.nodes ?? []));
}

/** The flow's Text Inputs that are typed, not wired. */
export function textInputs(nodes: readonly FlowNode[], edges: readonly FlowEdge[]): FlowNode[] {
  return nodes.filter((node) => typeKey(node) === "TextInput" && !edges.some(({ target }) => target === node.id));
}

/** Nodes whose results a run is made for: those that nothing follows, but for chat outputs, which speak in the chat. */
export function endNodes(nodes: readonly FlowNode[], edges: readonly FlowEdge[]): FlowNode[] {
  const sources = new Set(edges.map((edge) => edge.source));
  return nodes.filter((node) => !isNote(node) && !sources.has(node.id) && typeKey(node) !== "ChatOutput");
}
