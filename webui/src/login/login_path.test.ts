import { expect, test } from "vitest";
import { loginPathTo, wantedPath } from "@/login/login_path";

const ORIGIN = "http://127.0.0.1:7860";
const backFrom = (path: string) => wantedPath(new URL(path, ORIGIN).search, ORIGIN);

test("a login leads back to where one was going", () => {
  const path = "/flow/1?dock=chat&session=a b#c";
  expect(backFrom(loginPathTo(path))).toBe(new URL(path, ORIGIN).href.slice(ORIGIN.length));
  expect(backFrom(loginPathTo("/"))).toBe("/");
});

test.each(["//evil.test/a", "https://evil.test", "/\\evil.test", "javascript:alert(1)", "/login?to=/login"])(
  "a login never leads to %s",
  (to) => {
    expect(backFrom(`/login?to=${encodeURIComponent(to)}`)).toBe("/");
  },
);
