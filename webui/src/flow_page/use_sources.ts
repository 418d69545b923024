import { useMemo } from "react";
import { client, read } from "@/api/client";
import type { ComponentTemplate, FlowNode } from "@/api/flow_data";
import { showDock } from "@/canvas/view";
import { select, useDocument } from "@/document/document";
import { nodeById, setComponents, wirePromptVariable } from "@/document/edits";
import { isNote, nodeName, outputsOf, reach, sourceWords } from "@/document/graph";
import { outputTypes, sourceName, targetName, typeKey } from "@/document/handles";
import { uploadFile } from "@/files/upload";
import { openBigEditor } from "@/inputs/big_editor";
import type { InputSources, PromptContext, PromptSource } from "@/inputs/sources";
import { useCreateVariable, useVariables } from "@/variables/variables";

/** What field editors of this flow draw from: variables, file store, component refresh. */
export function useSources(flowId: string): InputSources {
  const { data: variables } = useVariables();
  const { mutateAsync: create } = useCreateVariable();
  return useMemo(
    () => ({
      variables: variables ?? [],
      createVariable: async (name, value, type) => {
        await create({ name, value, type });
      },
      uploadFile: (file) => uploadFile(flowId, file),
      refresh: refreshNode,
      refreshAll: refreshNodes,
      enlarge,
      hasDoubleBraces: (nodeId) => nodeById(nodeId)?.data.node?.template.use_double_brackets?.value === true,
      promptContext,
      wirePrompt: wirePromptVariable,
    }),
    [variables, create, flowId],
  );
}

function enlarge(nodeId: string, fieldKey: string): void {
  select([nodeId]);
  openBigEditor(nodeId, fieldKey);
  showDock("node");
}

/** Asks the server for a component's template after a field changed, and takes it over. */
export async function refreshNode(nodeId: string, field: string, value: unknown): Promise<void> {
  await refreshNodes([nodeId], field, value);
}

/** The same for a field that was changed in several nodes at once. */
async function refreshNodes(nodeIds: readonly string[], field: string, value: unknown): Promise<void> {
  const all = nodeIds.map(nodeById).filter((node) => node?.data.node !== undefined) as FlowNode[];
  const fresh = await Promise.all(all.map((node) => refreshed(node, field, value)));
  const components = new Map<string, ComponentTemplate>();
  for (const [index, { id }] of all.entries()) {
    const now = nodeById(id)?.data.node;
    if (now) components.set(id, { ...now, ...fresh[index] });
  }
  const [first] = all;
  if (first) setComponents(components, `Refresh ${all.length === 1 ? nodeName(first) : `${all.length} nodes`}`);
}

function refreshed(node: FlowNode, field: string, value: unknown): Promise<ComponentTemplate> {
  const component = node.data.node as ComponentTemplate;
  return read<ComponentTemplate>(
    client.POST("/api/v1/custom_component/update", {
      body: {
        code: String(component.template.code?.value ?? ""),
        template: component.template,
        field,
        field_value: value,
        frontend_node: component,
        type: typeKey(node),
      } as never,
    }) as never,
  );
}

/** Outputs of text that do not depend on this prompt, by how near their nodes stand; without those wired into it already. */
function promptContext(nodeId: string): PromptContext {
  const { nodes, edges } = useDocument.getState();
  const here = nodeById(nodeId)?.position;
  const after = reach(edges, nodeId, "forward");
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const into = edges.filter((edge) => edge.target === nodeId);
  const wired = new Map(into.map((edge) => [targetName(edge), sourceWords(edge, byId.get(edge.source))]));
  const isWired = new Set(into.map((edge) => `${edge.source} ${sourceName(edge)}`));
  const distance = ({ position }: { position: { x: number; y: number } }) =>
    here ? Math.hypot(position.x - here.x, position.y - here.y) : 0;
  const sources = nodes
    .filter((node) => node.id !== nodeId && !isNote(node) && !after.has(node.id))
    .sort((a, b) => distance(a) - distance(b))
    .flatMap((node) =>
      outputsOf(node)
        .filter((output) => outputTypes(output).some((type) => type === "Message" || type === "Text"))
        .filter((output) => !isWired.has(`${node.id} ${output.name}`))
        .map(
          (output): PromptSource => ({
            nodeId: node.id,
            output: output.name,
            words: `${nodeName(node)} · ${output.display_name ?? output.name}`,
            nodeName: nodeName(node),
          }),
        ),
    );
  return { wired, sources };
}
