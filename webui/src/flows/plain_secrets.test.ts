import { expect, it } from "vitest";
import type { FieldTemplate, FlowData } from "@/api/flow_data";
import { findPlainSecrets } from "@/flows/plain_secrets";

function flowWith(type: string, field: string, template: FieldTemplate): FlowData {
  const node = { template: { _type: "Component" as unknown as FieldTemplate, [field]: template } };
  return { nodes: [{ id: `${type}-1`, position: { x: 0, y: 0 }, data: { id: `${type}-1`, type, node } }], edges: [] };
}

it("finds a key written out and names a variable after its service", () => {
  const data = flowWith("OpenAIModel", "api_key", { password: true, value: "sk-abc", load_from_db: false });
  expect(findPlainSecrets(data)).toEqual([
    { nodeId: "OpenAIModel-1", field: "api_key", variableName: "OPENAI_API_KEY" },
  ]);
});

it("does not name the service twice", () => {
  const data = flowWith("GroqModel", "groq_api_key", { password: true, value: "gsk", load_from_db: false });
  expect(findPlainSecrets(data)[0]?.variableName).toBe("GROQ_API_KEY");
});

it.each([
  ["a variable's name", { password: true, value: "OPENAI_API_KEY", load_from_db: true }],
  ["an empty field", { password: true, value: "", load_from_db: false }],
  ["a field that is no secret", { value: "hello" }],
])("passes over %s", (_, template) => {
  expect(findPlainSecrets(flowWith("OpenAIModel", "api_key", template))).toEqual([]);
});
