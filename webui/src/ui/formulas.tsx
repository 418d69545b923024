import "katex/dist/katex.min.css";
import rehypeKatex from "rehype-katex";
import remarkMath from "remark-math";
import { Laid } from "@/ui/markdown";
import { withMaths } from "@/ui/maths";

// A model's formula may load nothing and define nothing; what cannot be read is shown as it was written.
const REHYPE = [[rehypeKatex, { strict: "ignore", errorColor: "var(--error)" }]] as never;
// Single dollars were told from prices before.
const REMARK = [[remarkMath, { singleDollarTextMath: false }]] as never;

/** Markdown with formulas; a chunk of its own with the fonts of formulas, loaded when a text holds one. */
export default function Formulas({ text }: { text: string }) {
  return <Laid text={withMaths(text)} remark={REMARK} rehype={REHYPE} />;
}
