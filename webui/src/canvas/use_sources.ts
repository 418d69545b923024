import { useMemo } from "react";
import { client, read } from "@/api/client";
import type { ComponentTemplate } from "@/api/flow_data";
import { nodeById, setComponent } from "@/canvas/edits";
import { nodeName } from "@/canvas/graph";
import { typeKey } from "@/canvas/handles";
import { uploadFile } from "@/files/upload";
import type { InputSources } from "@/inputs/sources";
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
    }),
    [variables, create, flowId],
  );
}

/** Asks the server for the component's template after a field changed, and takes it over. */
export async function refreshNode(nodeId: string, field: string, value: unknown): Promise<void> {
  const node = nodeById(nodeId);
  const component = node?.data.node;
  if (!node || !component) return;
  const fresh = await read<ComponentTemplate>(
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
  const now = nodeById(nodeId)?.data.node;
  if (now) setComponent(nodeId, { ...now, ...fresh }, `Refresh ${nodeName(node)}`);
}
