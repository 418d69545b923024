import { expect, it } from "vitest";
import { findInFlow } from "@/document/find";
import { component, node, textField } from "@/document/sample_flows";

const prompt = component(
  "Prompt",
  { template: textField("template", { value: "Answer {question} in one line, politely." }) },
  { prompt: "Message" },
);
const keyed = component("Model", { api_key: textField("api_key", { value: "sk-question", password: true }) }, {});

it("finds names, types, values with the words around, and outputs", () => {
  const nodes = [node("Prompt-aaaaa", prompt)];
  expect(findInFlow(nodes, "prompt").map(({ where }) => where)).toEqual(["name"]);
  expect(findInFlow(nodes, "politely")[0]?.where).toBe("template: …{question} in one line, politely.");
  expect(findInFlow(nodes, "nowhere")).toEqual([]);
  expect(findInFlow(nodes, "  ")).toEqual([]);
});

it("does not look into secrets", () => {
  expect(findInFlow([node("Model-aaaaa", keyed)], "sk-question")).toEqual([]);
});
