import { expect, it } from "vitest";
import { timeAgo } from "@/flows/time_ago";

const now = Date.parse("2026-03-10T12:00:00Z");

it.each([
  ["2026-03-10T11:59:40Z", "just now"],
  ["2026-03-10T12:00:30Z", "just now"],
  ["2026-03-10T11:20:00+00:00", "40 min ago"],
  ["2026-03-10T09:00:00", "3 h ago"],
  ["2026-03-09T10:00:00Z", "yesterday"],
  ["2026-03-06T12:00:00Z", "4 days ago"],
  ["2025-12-24T12:00:00Z", "Dec 24, 2025"],
  ["no time", ""],
])("%s is %s", (iso, words) => {
  expect(timeAgo(iso, now)).toBe(words);
});
