/**
 * How well `query` finds `text`: 0 = not at all, larger = better. All letters of the query must occur in order;
 * whole beginnings, beginnings of words and runs of letters count more.
 */
export function fuzzyScore(query: string, text: string): number {
  const needle = query.trim().toLowerCase();
  const hay = text.toLowerCase();
  if (!needle) return 1;
  if (!hay) return 0;
  if (hay === needle) return 100;
  if (hay.startsWith(needle)) return 80 - Math.min(hay.length - needle.length, 20) / 2;
  const at = hay.indexOf(needle);
  if (at > 0) return (isWordStart(text, at) ? 60 : 40) - Math.min(at, 15);
  return scattered(needle.replace(/\s+/g, ""), hay, text);
}

function scattered(needle: string, hay: string, text: string): number {
  let score = 0;
  let from = 0;
  let previous = -2;
  for (const letter of needle) {
    const at = hay.indexOf(letter, from);
    if (at < 0) return 0;
    if (at === previous + 1) score += 2;
    if (isWordStart(text, at)) score += 3;
    previous = at;
    from = at + 1;
  }
  // Letters strewn over a long text find nothing that was meant.
  const density = needle.length / hay.length;
  const best = needle.length * 3;
  return score < needle.length && density < 0.5 ? 0 : Math.max(1, (score / best) * 25 + density * 5);
}

function isWordStart(text: string, at: number): boolean {
  if (at === 0) return true;
  const before = text[at - 1] ?? "";
  const here = text[at] ?? "";
  return /[\s\-_/().]/.test(before) || (/[a-z]/.test(before) && /[A-Z]/.test(here));
}
