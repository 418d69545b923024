import { lazy, memo, Suspense } from "react";

// Without the reader of Markdown (the app was updated under an open window) the text stays plain.
const Markdown = lazy(() => import("@/ui/markdown").catch(() => ({ default: PlainText })));

/** Text of a model, laid out as Markdown; plain until the reader of Markdown has come. */
export const RichText = memo(function RichText({ text }: { text: string }) {
  return (
    <Suspense fallback={<PlainText text={text} />}>
      <Markdown text={text} />
    </Suspense>
  );
});

function PlainText({ text }: { text: string }) {
  return <p className="plain-text">{text}</p>;
}
