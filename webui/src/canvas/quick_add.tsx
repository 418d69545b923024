import { StickyNote } from "lucide-react";
import {
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import type { FlowEdge, FlowNode } from "@/api/flow_data";
import { addComponent, insertIntoWire, recentTypes } from "@/canvas/adding";
import { showLanding } from "@/canvas/landing_ghost";
import { likenessTo, replaceNode } from "@/canvas/replacing";
import { useAddable } from "@/canvas/saved_components";
import { type Camera, type QuickAdd as Request, useView, type WireStart } from "@/canvas/view";
import { familyOfStart, fitAt, startWords, through } from "@/canvas/wiring";
import { type CatalogueEntry, categoryWords, entryKey } from "@/catalogue/catalogue";
import { ComponentIcon } from "@/catalogue/icon";
import { type Found, searchCatalogue } from "@/catalogue/search";
import { useDocument } from "@/document/document";
import { addNote, nodeById } from "@/document/edits";
import { NODE_WIDTH } from "@/document/face";
import { nodeName, outputsOf } from "@/document/graph";
import { sourceName, typeKey } from "@/document/handles";
import { fuzzyScore } from "@/ui/fuzzy";
import "./quick_add.css";

/** Opens the list at the pointer; the selected node's first output is offered as the wire's start. */
export function openQuickAdd(): void {
  const { camera } = useView.getState();
  if (!camera) return;
  const { selectedNodes } = useDocument.getState();
  const [only] = selectedNodes.size === 1 ? selectedNodes : [];
  const node = only ? nodeById(only) : undefined;
  const output = node && outputsOf(node)[0];
  const from: WireStart | null = node && output ? { nodeId: node.id, kind: "output", name: output.name } : null;
  const screen = node && from ? besideNode(node, camera) : camera.pointer();
  useView.setState({
    quickAdd: { screen, at: from ? null : camera.toFlow(screen), from, into: null, onlyFitting: false },
  });
}

/** Right of a node's header, where the new node will stand. */
function besideNode(node: FlowNode, camera: Camera): { x: number; y: number } {
  const { x, y } = camera.toScreen({ x: node.position.x + NODE_WIDTH + 24, y: node.position.y });
  const isSeen = x > 0 && y > 40 && x < window.innerWidth && y < window.innerHeight;
  return isSeen ? { x, y } : camera.pointer();
}

/** The small list that adds a component where the pointer is, wired if a wire waits. */
export function QuickAdd() {
  const request = useView((view) => view.quickAdd);
  return request ? (
    <QuickAddList key={`${request.screen.x} ${request.screen.y} ${request.from?.nodeId}`} request={request} />
  ) : null;
}

const WIDTH = 300;
const HEIGHT = 340;
const ROWS = 60;

function QuickAddList({ request }: { request: Request }) {
  const entries = useAddable();
  const [query, setQuery] = useState("");
  const [chosen, setChosen] = useState(0);
  const listId = useId();
  const frame = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const edge = useDocument((document) => document.edges.find(({ id }) => id === request.into));

  const found = useMemo(() => find(entries, request, edge, query), [entries, request, edge, query]);
  const replaced = request.replaces ? nodeById(request.replaces) : undefined;
  const hasNote = !request.onlyFitting && !replaced && (!query || fuzzyScore(query, "Note") > 0);
  const count = found.length + (hasNote ? 1 : 0);

  useEffect(() => {
    input.current?.focus();
    const close = (event: PointerEvent) => {
      const target = event.target as Element;
      if (!frame.current?.contains(target) && !target.closest(".handle")) useView.setState({ quickAdd: null });
    };
    window.addEventListener("pointerdown", close, true);
    return () => window.removeEventListener("pointerdown", close, true);
  }, []);

  useLayoutEffect(() => {
    frame.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  });

  // The outline of what Enter would add, where it would come to stand.
  useEffect(() => {
    showLanding(replaced ? null : (found[chosen] ?? null), request);
    return () => showLanding(null, request);
  }, [found, chosen, request, replaced]);

  const close = () => {
    useView.setState({ quickAdd: null });
    useView.getState().camera?.focus();
  };

  const add = (index: number, withWire: boolean) => {
    const pick = found[index];
    if (!pick && !(hasNote && index === found.length)) return;
    close();
    if (!pick) {
      const camera = useView.getState().camera;
      addNote(request.at ?? camera?.toFlow(request.screen) ?? { x: 0, y: 0 });
    } else if (replaced) void replaceNode(replaced.id, pick.entry);
    else if (edge) insert(pick, edge, request);
    else addComponent(pick.entry, request.at, request.from, withWire ? pick.fit : null);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      setChosen((index) => (count ? (index + step + count) % count : 0));
    } else if (event.key === "Enter") {
      event.preventDefault();
      add(chosen, !event.shiftKey);
    } else if (event.key === "Escape") {
      event.preventDefault();
      close();
    }
  };

  const title = replaced
    ? `Replace ${nodeName(replaced)} with…`
    : edge
      ? "Put into the wire…"
      : request.from
        ? startWords(request.from)
        : "Add a component…";
  return (
    <div
      ref={frame}
      className="quick-add"
      role="dialog"
      aria-label={title}
      style={{
        left: Math.max(8, Math.min(request.screen.x, window.innerWidth - WIDTH - 12)),
        top: Math.max(52, Math.min(request.screen.y, window.innerHeight - HEIGHT - 12)),
      }}
    >
      <div className="quick-add-head">
        {request.from ? <i className={`handle-mark is-static family-${familyOfStart(request.from)}`} /> : null}
        <input
          ref={input}
          role="combobox"
          aria-expanded="true"
          aria-controls={listId}
          aria-activedescendant={count ? `${listId}-${chosen}` : undefined}
          aria-label={title}
          placeholder={title}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setChosen(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div className="quick-add-list" role="listbox" id={listId} aria-label="Components">
        {found.map((item, index) => (
          <Row
            key={entryKey(item.entry)}
            id={`${listId}-${index}`}
            isChosen={index === chosen}
            onPoint={() => setChosen(index)}
            onPick={(withWire) => add(index, withWire)}
          >
            <ComponentIcon name={item.entry.component.icon} type={item.entry.type} />
            <span className="quick-add-name">{item.entry.component.display_name ?? item.entry.type}</span>
            <small>{item.fit ? fitWords(item) : categoryWords(item.entry.category)}</small>
          </Row>
        ))}
        {hasNote ? (
          <Row
            id={`${listId}-${found.length}`}
            isChosen={chosen === found.length}
            onPoint={() => setChosen(found.length)}
            onPick={() => add(found.length, false)}
          >
            <StickyNote aria-hidden className="component-icon" />
            <span className="quick-add-name">Note</span>
            <small>Sticky note</small>
          </Row>
        ) : null}
        {count === 0 ? (
          <p className="option-none">
            {request.onlyFitting ? "Nothing that fits is called that." : "No component is called that."}
          </p>
        ) : null}
      </div>
    </div>
  );
}

interface RowProps {
  id: string;
  isChosen: boolean;
  onPoint: () => void;
  onPick: (withWire: boolean) => void;
  children: ReactNode;
}

function Row({ id, isChosen, onPoint, onPick, children }: RowProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the combobox above.
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isChosen}
      className="menu-item quick-add-row"
      data-highlighted={isChosen ? "" : undefined}
      onPointerMove={onPoint}
      onClick={(event) => onPick(!event.shiftKey)}
    >
      {children}
    </div>
  );
}

function find(
  entries: readonly CatalogueEntry[],
  request: Request,
  edge: FlowEdge | undefined,
  query: string,
): Found[] {
  const used = new Set(useDocument.getState().nodes.map(typeKey));
  const { from } = request;
  const replaced = request.replaces ? nodeById(request.replaces) : undefined;
  const fitOf = edge
    ? (entry: CatalogueEntry) => (through(entry.type, entry.component, edge) ? fitAt(startOf(edge), entry) : null)
    : from
      ? (entry: CatalogueEntry) => fitAt(from, entry)
      : undefined;
  return searchCatalogue(entries, {
    query,
    fitOf,
    onlyFitting: request.onlyFitting,
    after: entries.find(({ type }) => type === sourceType(from))?.category,
    used,
    recent: recentTypes(),
    bonusOf: replaced && likenessTo(replaced),
  }).slice(0, ROWS);
}

/** The type of the component whose output waits for the new one. */
function sourceType(from: WireStart | null): string | undefined {
  const node = from?.kind === "output" ? nodeById(from.nodeId) : undefined;
  return node && typeKey(node);
}

function startOf(edge: FlowEdge): WireStart {
  return { nodeId: edge.source, kind: "output", name: sourceName(edge) };
}

function insert(pick: Found, edge: FlowEdge, request: Request): void {
  const ends = through(pick.entry.type, pick.entry.component, edge);
  if (ends) insertIntoWire(pick.entry, request.at ?? { x: 0, y: 0 }, edge, ends.into, ends.output);
}

function fitWords({ fit }: Found): string {
  if (fit?.kind === "field") return fit.prompt ? "New variable" : (fit.field.display_name ?? fit.key);
  return fit?.output.display_name ?? fit?.output.name ?? "";
}
