import { client, read } from "@/api/client";

/** Stores a file with a flow; gives its path, `<flow id>/<name>`. */
export async function uploadFile(flowId: string, file: File): Promise<string> {
  const form = new FormData();
  form.append("file", file);
  const stored = await read<{ file_path: string }>(
    client.POST("/api/v1/files/upload/{flow_id}", {
      params: { path: { flow_id: flowId } },
      body: form as never,
      bodySerializer: (body: unknown) => body as FormData,
    }) as never,
  );
  return stored.file_path;
}
