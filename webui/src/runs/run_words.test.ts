import { describe, expect, it } from "vitest";
import { costWords, durationWords, runTitle } from "@/runs/run_words";

describe("words about runs", () => {
  it("tells durations in the unit that reads best", () => {
    expect([0, 999, 1250, 59_949, 125_000].map(durationWords)).toEqual([
      "< 1 ms",
      "999 ms",
      "1.3 s",
      "59.9 s",
      "2 min 5 s",
    ]);
  });

  it("tells tokens and the price only where they are known", () => {
    expect(costWords({})).toBe("");
    expect(costWords({ input_tokens: 1, output_tokens: 0 })).toBe("1 token");
    expect(costWords({ input_tokens: 12_000, output_tokens: 400, price_usd: 0.0031 })).toBe("12.4k tokens · $0.0031");
    expect(costWords({ input_tokens: 7, output_tokens: 4, price_usd: 0.00001 })).toBe("11 tokens · < $0.0001");
  });

  it("names a run after its input", () => {
    expect(runTitle({ input_value: " two\nlines ", trigger: "chat" })).toBe("two lines");
    expect(runTitle({ input_value: "", trigger: "webhook" })).toBe("Webhook");
    expect(runTitle({ input_value: "", trigger: "editor" })).toBe("Run without input");
  });
});
