import { describe, expect, it } from "vitest";
import { type ApiCall, pythonLiteral, snippet } from "@/runs/snippets";

const CALL: ApiCall = {
  url: "http://127.0.0.1:7860/api/v1/run/sky",
  body: { input_value: 'it\'s "blue"\nor not', tweaks: { "Prompt-1": { on: true, none: null, n: 0.5 } } },
  isStreaming: false,
  needsKey: false,
};

describe("snippets", () => {
  it("quotes for the shell", () => {
    const text = snippet("cURL", CALL);
    expect(text).toContain("curl -X POST 'http://127.0.0.1:7860/api/v1/run/sky'");
    expect(text).toContain(`it'\\''s \\"blue\\"\\nor not`);
    expect(text).not.toContain("x-api-key");
  });

  it("writes Python's own words", () => {
    expect(pythonLiteral({ a: [true, null], b: {} })).toBe(
      '{\n    "a": [\n        True,\n        None,\n    ],\n    "b": {},\n}',
    );
    expect(snippet("Python", CALL)).toContain('"on": True,');
  });

  it("reads pieces and names the key where they are wanted", () => {
    for (const language of ["cURL", "Python", "JavaScript"] as const) {
      const text = snippet(language, { ...CALL, isStreaming: true, needsKey: true });
      expect(text).toContain("/run/sky?stream=true");
      expect(text).toContain("YOUR_API_KEY");
    }
  });
});
