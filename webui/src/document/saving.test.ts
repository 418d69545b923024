import { describe, expect, it, vi } from "vitest";
import { ApiError } from "@/api/errors";
import { Saver, type SaveState } from "@/document/saving";

function setUp(send: (body: string, etag: string | null) => Promise<string | null>) {
  vi.useFakeTimers();
  const document = { text: "" };
  const states: SaveState[] = [];
  const saver = new Saver<string>({ read: () => document.text, send, onState: (state) => states.push(state) });
  saver.reset("v0");
  const type = (text: string) => {
    document.text = text;
    saver.changed();
  };
  return { saver, states, type };
}

describe("saving", () => {
  it("waits for a pause and sends the last text once", async () => {
    const send = vi.fn(async (_body: string, _etag: string | null) => "v1");
    const { saver, states, type } = setUp(send);
    type("a");
    await vi.advanceTimersByTimeAsync(300);
    type("ab");
    await vi.advanceTimersByTimeAsync(700);
    expect(send.mock.calls).toEqual([["ab", "v0"]]);
    expect(saver.isDirty).toBe(false);
    expect(states.at(-1)).toBe("saved");
  });

  it("never has two requests under way, and sends what was typed meanwhile with the new tag", async () => {
    const answers: ((tag: string) => void)[] = [];
    const send = vi.fn(
      (_body: string, _etag: string | null) => new Promise<string>((resolve) => answers.push(resolve)),
    );
    const { saver, type } = setUp(send);
    type("a");
    await vi.advanceTimersByTimeAsync(700);
    type("ab");
    await vi.advanceTimersByTimeAsync(5000);
    expect(send).toHaveBeenCalledTimes(1);
    answers[0]?.("v1");
    await vi.advanceTimersByTimeAsync(700);
    expect(send.mock.calls[1]).toEqual(["ab", "v1"]);
    answers[1]?.("v2");
    await vi.advanceTimersByTimeAsync(0);
    expect(saver.isDirty).toBe(false);
    expect(saver.tag).toBe("v2");
  });

  it("stops at a conflict until it is resolved", async () => {
    const send = vi.fn(async () => {
      throw new ApiError(409, { what: "changed" });
    });
    const { saver, states, type } = setUp(send);
    type("a");
    await vi.advanceTimersByTimeAsync(700);
    type("ab");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(send).toHaveBeenCalledTimes(1);
    expect(states.at(-1)).toBe("conflict");
    saver.reset("v9");
    expect(states.at(-1)).toBe("saved");
  });

  it("tries again after any other failure", async () => {
    let isDown = true;
    const send = vi.fn(async () => {
      if (isDown) throw new TypeError("network");
      return "v1";
    });
    const { states, type } = setUp(send);
    type("a");
    await vi.advanceTimersByTimeAsync(700);
    expect(states.at(-1)).toBe("failed");
    isDown = false;
    await vi.advanceTimersByTimeAsync(4100);
    expect(states.at(-1)).toBe("saved");
  });

  it("flushes at once, including what is typed while flushing", async () => {
    const sent: string[] = [];
    const { saver, type } = setUp(async (body) => {
      sent.push(body);
      if (sent.length === 1) type("second");
      return `v${sent.length}`;
    });
    type("first");
    await saver.flush();
    expect(sent).toEqual(["first", "second"]);
    expect(saver.isDirty).toBe(false);
  });
});
