import { describe, expect, it } from "vitest";
import { sentenceEnd } from "@/messages/live_speech";
import { settledLength } from "@/messages/text_stream";

describe("settledLength", () => {
  it("ends after the last blank line", () => {
    expect(settledLength("one")).toBe(0);
    expect(settledLength("one\n\ntw")).toBe(5);
  });

  it("keeps a code block whole until it is closed", () => {
    const open = "text\n\n```\na\n\nb";
    expect(settledLength(open)).toBe(6);
    expect(settledLength(`${open}\n\`\`\`\n`)).toBe(open.length + 5);
  });
});

describe("sentenceEnd", () => {
  it("finds whole sentences only", () => {
    expect(sentenceEnd("One. Two", 0)).toBe(4);
    expect(sentenceEnd("3.14 is", 0)).toBe(0);
    expect(sentenceEnd("One. Two. Th", 4)).toBe(9);
  });
});
