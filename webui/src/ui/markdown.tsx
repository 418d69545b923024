import { type ComponentProps, isValidElement, lazy, type ReactNode, Suspense } from "react";
import ReactMarkdown, { defaultUrlTransform, type Options } from "react-markdown";
import remarkGfm from "remark-gfm";
import { CopyButton } from "@/ui/copy_button";
import { hasMaths } from "@/ui/maths";
import "./markdown.css";

// Without it (the app was updated under an open window) formulas stay as they were written.
const Formulas = lazy(() => import("@/ui/formulas").catch(() => ({ default: Laid })));

const PLUGINS = [remarkGfm];

/**
 * Text of a model as Markdown. It is not trusted: HTML stays text, links open in the system's browser and only when
 * clicked, images are links too, so that nothing is fetched by being shown. Loaded when first needed.
 */
export default function Markdown({ text }: { text: string }) {
  if (!hasMaths(text)) return <Laid text={text} />;
  return (
    <Suspense fallback={<Laid text={text} />}>
      <Formulas text={text} />
    </Suspense>
  );
}

/** Markdown laid out, by further plugins too. */
export function Laid({ text, remark = [], rehype }: { text: string; remark?: Plugins; rehype?: Plugins }) {
  return (
    <div className="markdown">
      <ReactMarkdown
        remarkPlugins={[...PLUGINS, ...(remark ?? [])]}
        rehypePlugins={rehype}
        components={PARTS}
        urlTransform={webAddress}
      >
        {text}
      </ReactMarkdown>
    </div>
  );
}

type Plugins = Options["rehypePlugins"];

/** Whole addresses of the web and of mail; anything else would lead into the app. */
function webAddress(url: string): string {
  return /^(https?:|mailto:)/i.test(url) ? defaultUrlTransform(url) : "";
}

const PARTS = { a: Link, img: ImageLink, pre: CodeBlock, table: Table };

function Link({ href, children }: ComponentProps<"a">) {
  if (!href) return <span>{children}</span>;
  return (
    <a href={href} title={href} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  );
}

function ImageLink({ src, alt }: ComponentProps<"img">) {
  const label = `Image: ${alt || "without a name"}`;
  return typeof src === "string" && src ? <Link href={src}>{label}</Link> : <span>{label}</span>;
}

function CodeBlock({ children }: ComponentProps<"pre">) {
  const language = isValidElement<{ className?: string }>(children)
    ? children.props.className?.replace("language-", "")
    : undefined;
  return (
    <figure className="code-block">
      <figcaption>
        <span>{language ?? "text"}</span>
        <CopyButton label="Copy the code" text={() => plainText(children).replace(/\n$/, "")} />
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: long lines are scrolled by keyboard. */}
      <pre tabIndex={0}>{children}</pre>
    </figure>
  );
}

function Table({ children }: ComponentProps<"table">) {
  return (
    <div className="markdown-table">
      <table>{children}</table>
    </div>
  );
}

function plainText(node: ReactNode): string {
  if (typeof node === "string" || typeof node === "number") return String(node);
  if (Array.isArray(node)) return node.map(plainText).join("");
  if (isValidElement<{ children?: ReactNode }>(node)) return plainText(node.props.children);
  return "";
}
