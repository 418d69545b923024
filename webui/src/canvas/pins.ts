import type { FlowNode, OutputTemplate } from "@/api/flow_data";
import { useView } from "@/canvas/view";
import { patchNodes } from "@/document/edits";
import { nodeName, outputsOf, pinnedOutputs } from "@/document/graph";
import { outputTypes } from "@/document/handles";
import { isMessage } from "@/runs/preview";
import { useRunStore } from "@/runs/run";
import { vertexOf } from "@/runs/vertex";

/** Pins what a node gave in the last run, and opens it to be edited. Outputs that gave nothing begin empty. */
export function pinNode(node: FlowNode): void {
  const built = vertexOf(node, useRunStore.getState().vertices)?.built?.outputs ?? {};
  const values = Object.fromEntries(
    outputsOf(node).map((output) => {
      const given = built[output.name];
      const isShown = given && given.type !== "unknown" && given.type !== "error";
      return [output.name, isShown ? plainValue(given.message) : emptyValue(output)];
    }),
  );
  patchNodes(new Set([node.id]), `Pin output of ${nodeName(node)}`, () => ({
    component: { frozen: true, pinned_outputs: values },
  }));
  useView.setState({ peeking: node.id });
}

/** Lets a pinned node run again. */
export function unpinNode(node: FlowNode): void {
  patchNodes(new Set([node.id]), `Unpin output of ${nodeName(node)}`, () => ({
    component: { frozen: false, pinned_outputs: undefined },
  }));
}

/** Changes a pinned value. */
export function setPinned(node: FlowNode, outputName: string, value: unknown): void {
  const values = pinnedOutputs(node);
  if (!values) return;
  patchNodes(
    new Set([node.id]),
    `Edit pinned output of ${nodeName(node)}`,
    () => ({ component: { pinned_outputs: { ...values, [outputName]: value } } }),
    `pin ${node.id} ${outputName}`,
  );
}

/** A value as it is pinned: a message by its text, data by what it holds. */
function plainValue(value: unknown): unknown {
  if (isMessage(value)) return value.text;
  if (Array.isArray(value)) return value.map(plainValue);
  if (typeof value !== "object" || value === null) return value ?? "";
  const { data } = value as { data?: unknown };
  return typeof data === "object" && data !== null && Object.keys(value).length <= 3 ? data : value;
}

function emptyValue(output: OutputTemplate): unknown {
  const [type = "Message"] = outputTypes(output);
  if (type === "DataFrame" || type === "Table") return [];
  return type === "Data" || type === "JSON" || type === "dict" ? {} : "";
}
