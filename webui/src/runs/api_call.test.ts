import { describe, expect, it } from "vitest";
import type { FlowNode } from "@/api/flow_data";
import { callBody, NO_CHOICE, tweakFields } from "@/runs/api_call";

function node(id: string, type: string, template: object): FlowNode {
  return { id, position: { x: 0, y: 0 }, data: { id, type, node: { template, display_name: type } } } as FlowNode;
}

const NODES = [
  node("ChatInput-1", "ChatInput", { input_value: { display_name: "Text", type: "str", value: "", show: true } }),
  node("Model-1", "OpenAIModel", {
    code: { type: "code", value: "class X", show: true },
    api_key: { display_name: "API Key", type: "str", password: true, value: "sk-secret", show: true },
    temperature: { display_name: "Temperature", type: "float", value: 0.3, show: true },
  }),
];

describe("the call of a flow", () => {
  it("sets only the fields that were chosen, with their present values", () => {
    const fields = tweakFields(NODES, []);
    expect(fields.map(({ label }) => label)).not.toContain("OpenAIModel · code");
    expect(callBody(NODES, fields, NO_CHOICE)).toEqual({ input_value: "Hello", output_type: "any" });
    const body = callBody(NODES, fields, { ...NO_CHOICE, session: "mine", tweaks: ["Model-1 temperature", "gone x"] });
    expect(body.session_id).toBe("mine");
    expect(body.tweaks).toEqual({ "Model-1": { temperature: 0.3 } });
  });

  it("never writes a secret out", () => {
    const fields = tweakFields(NODES, []);
    const body = callBody(NODES, fields, { ...NO_CHOICE, tweaks: ["Model-1 api_key"] });
    expect(body.tweaks).toEqual({ "Model-1": { api_key: "YOUR_API_KEY" } });
  });

  it("gives no input to a flow that takes none", () => {
    expect(callBody([], [], NO_CHOICE)).toEqual({ output_type: "any" });
  });
});
