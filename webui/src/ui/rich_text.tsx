import { lazy, Suspense } from "react";

const Markdown = lazy(() => import("@/ui/markdown"));

/** Text of a model, laid out as Markdown; plain until the reader of Markdown has come. */
export function RichText({ text }: { text: string }) {
  return (
    <Suspense fallback={<p className="plain-text">{text}</p>}>
      <Markdown text={text} />
    </Suspense>
  );
}
