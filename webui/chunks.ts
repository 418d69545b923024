import { fileURLToPath } from "node:url";

/** What the bundler knows of one module; the part of it that is read here. */
interface Module {
  importedIds: readonly string[];
}

interface Modules {
  getModuleInfo: (id: string) => Module | null;
}

const source = (path: string) => fileURLToPath(new URL(`./src/${path}`, import.meta.url));

/** Loaded with every page. */
const MAIN = source("main.tsx");
const HOME = source("flows/home_page.tsx");
/** A flow opens with its chat beside it. */
const FLOW = [source("flow_page/flow_page.tsx"), source("messages/chat_dock.tsx")];
const CHAT = source("messages/chat_page.tsx");

/**
 * The chunks that pages come in, so that one comes in a few files and not in a hundred. What is loaded late keeps a file
 * of its own.
 *
 * - `base`: what every page needs, and what home and canvas share.
 * - `chat`: what else the chat needs, which is opened beside the canvas and in a window of its own.
 * - `canvas`: what else the canvas needs to open.
 * - `home`: what else home needs, some of which the first screen shows too.
 */
export const PAGE_CHUNKS = [
  group("base", (modules) => [
    ...reachable([MAIN], modules),
    ...shared(reachable([HOME], modules), reachable(FLOW, modules)),
  ]),
  group("chat", (modules) => shared(reachable([CHAT], modules), reachable(FLOW, modules))),
  group("canvas", (modules) => reachable(FLOW, modules)),
  group("home", (modules) => reachable([HOME], modules)),
];

/** A chunk of all modules that `find` gives and no group before it took. */
function group(name: string, find: (modules: Modules) => Iterable<string>) {
  let found: ReadonlySet<string> | undefined;
  const nameOf = (id: string, modules: Modules): string | null => {
    found ??= new Set(find(modules));
    return found.has(id) ? name : null;
  };
  return { debugName: name, name: nameOf };
}

/** The modules that are loaded with these. */
function reachable(ids: readonly string[], modules: Modules): Set<string> {
  const seen = new Set(ids);
  for (const id of seen) for (const imported of modules.getModuleInfo(id)?.importedIds ?? []) seen.add(imported);
  return seen;
}

function shared(some: ReadonlySet<string>, others: ReadonlySet<string>): string[] {
  return [...some].filter((id) => others.has(id));
}
