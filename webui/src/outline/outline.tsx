import { ChevronsDownUp, ChevronsUpDown, Plus, Waypoints } from "lucide-react";
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react";
import { closeOutline } from "@/actions/outline";
import type { FlowNode } from "@/api/flow_data";
import { addComponent } from "@/canvas/adding";
import { useStaleNodes } from "@/canvas/freshness";
import { useProblems } from "@/canvas/problems";
import { categoryWords, useCatalogue } from "@/catalogue/catalogue";
import { ComponentIcon } from "@/catalogue/icon";
import { select, useDocument } from "@/document/document";
import { removeSelection, setNote } from "@/document/edits";
import { isNote } from "@/document/graph";
import { OutlineNode } from "@/outline/outline_node";
import { runOrder } from "@/outline/run_order";
import { Button } from "@/ui/button";
import { type Command, CommandPalette } from "@/ui/command_palette";
import { EmptyState } from "@/ui/empty_state";
import { TextArea } from "@/ui/text_area";
import "./outline.css";

/** Flows of at most so many nodes are shown with all of them opened. */
const OPENED_COUNT = 8;

/** The open flow without a canvas: its nodes in run order, with fields and wires, all of it to be read and edited. */
export default function Outline() {
  const nodes = useDocument((document) => document.nodes);
  const edges = useDocument((document) => document.edges);
  const stale = useStaleNodes();
  const problems = useProblems();
  const place = useRef<HTMLElement>(null);
  const [isAdding, setAdding] = useState(false);
  const components = useMemo(
    () =>
      runOrder(
        nodes.filter((node) => !isNote(node)),
        edges,
      ),
    [nodes, edges],
  );
  const notes = nodes.filter(isNote);
  const [opened, setOpened] = useState<ReadonlySet<string>>(() => new Set(idsIfFew(components)));
  const isAllOpen = components.every(({ id }) => opened.has(id));
  const focused = useFocusOfRows(place, components);

  const setOpen = (id: string, isOpen: boolean) =>
    setOpened((now) => {
      const next = new Set(now);
      if (isOpen) next.add(id);
      else next.delete(id);
      return next;
    });

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented) return;
    const row = (event.target as Element).closest("[data-row]");
    const isOnRow = event.target instanceof HTMLButtonElement && event.target.matches(".outline-toggle");
    if (event.key === "Escape") {
      event.preventDefault();
      if (row && !isOnRow) focusRow(place.current, row.getAttribute("data-row") ?? "");
      else closeOutline();
    } else if (isOnRow && /^(Arrow(Up|Down)|Home|End)$/.test(event.key)) {
      event.preventDefault();
      const toggles = [...(place.current?.querySelectorAll<HTMLElement>(".outline-toggle") ?? [])];
      const at = toggles.indexOf(event.target as HTMLElement);
      const to = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: toggles.length - 1 }[event.key] ?? at;
      toggles[to]?.focus();
    } else if (isOnRow && (event.key === "ArrowLeft" || event.key === "ArrowRight")) {
      event.preventDefault();
      setOpen(row?.getAttribute("data-row") ?? "", event.key === "ArrowRight");
    }
  };

  return (
    <section className="outline" aria-label="Outline" ref={place} onKeyDown={onKeyDown}>
      <div className="outline-column">
        <header className="outline-head">
          <h2>Outline</h2>
          <p>{countWords(components.length, edges.length)}</p>
          <span className="outline-space" />
          <Button
            kind="plain"
            icon={isAllOpen ? <ChevronsDownUp /> : <ChevronsUpDown />}
            disabled={components.length === 0}
            onClick={() => setOpened(new Set(isAllOpen ? [] : components.map(({ id }) => id)))}
          >
            {isAllOpen ? "Fold all" : "Open all"}
          </Button>
          <Button kind="outline" icon={<Plus />} onClick={() => setAdding(true)}>
            Add a node
          </Button>
          <Button kind="outline" icon={<Waypoints />} onClick={closeOutline}>
            Canvas
          </Button>
        </header>
        {components.length === 0 ? (
          <EmptyState icon={<Waypoints />} title="No nodes yet">
            <p>Add one; the next ones are connected from its row.</p>
          </EmptyState>
        ) : null}
        <ol className="outline-list" aria-label="Nodes in run order">
          {components.map((node, index) => (
            <OutlineNode
              key={node.id}
              node={node}
              number={index + 1}
              isOpen={opened.has(node.id)}
              onOpen={setOpen}
              isStale={stale.has(node.id)}
              problem={problems.find(({ nodeId }) => nodeId === node.id)?.text ?? ""}
              onShowNode={(id) => focusRow(place.current, id)}
            />
          ))}
        </ol>
        {notes.length ? <Notes notes={notes} /> : null}
      </div>
      <AddNode
        isOpen={isAdding}
        onOpenChange={setAdding}
        onAdded={(id) => {
          setOpen(id, true);
          focused.current = id;
        }}
      />
    </section>
  );
}

function idsIfFew(components: readonly FlowNode[]): string[] {
  return components.length <= OPENED_COUNT ? components.map(({ id }) => id) : [];
}

function countWords(nodes: number, wires: number): string {
  return `${nodes} ${nodes === 1 ? "node" : "nodes"}, ${wires} ${wires === 1 ? "wire" : "wires"}`;
}

function focusRow(place: HTMLElement | null, id: string): void {
  place?.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"] .outline-toggle`)?.focus();
}

/**
 * Keeps the focus in the list: a node just added gets it (put its id into the result), and when the one that has it is
 * deleted, its neighbour does.
 */
function useFocusOfRows(place: { current: HTMLElement | null }, components: readonly FlowNode[]) {
  const wanted = useRef<string | null>(null);
  const before = useRef<readonly FlowNode[]>([]);
  useEffect(() => {
    const was = before.current;
    before.current = components;
    const here = document.activeElement;
    if (wanted.current) {
      const id = wanted.current;
      wanted.current = null;
      // The list of components gives the focus back first.
      setTimeout(() => focusRow(place.current, id));
    } else if (components.length < was.length && (here === document.body || here === null)) {
      const at = was.findIndex((node) => !components.includes(node) && !components.some(({ id }) => id === node.id));
      const neighbour = components[Math.min(Math.max(0, at), components.length - 1)];
      if (neighbour) focusRow(place.current, neighbour.id);
    }
  }, [components, place]);
  useEffect(() => {
    const first =
      place.current?.querySelector<HTMLElement>(".outline-toggle") ?? place.current?.querySelector("button");
    first?.focus();
  }, [place]);
  return wanted;
}

interface AddNodeProps {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  onAdded: (id: string) => void;
}

/** All components to choose from, by category. */
function AddNode({ isOpen, onOpenChange, onAdded }: AddNodeProps) {
  const { entries } = useCatalogue();
  const commands = useMemo(
    (): Command[] =>
      isOpen
        ? entries.map((entry) => ({
            id: entry.type,
            label: entry.component.display_name ?? entry.type,
            group: categoryWords(entry.category),
            keywords: `${entry.type} ${entry.component.description ?? ""}`,
            icon: <ComponentIcon name={entry.component.icon} type={entry.type} />,
            perform: () => onAdded(addComponent(entry, null, null, null)),
          }))
        : [],
    [isOpen, entries, onAdded],
  );
  return (
    <CommandPalette
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      commands={commands}
      placeholder="Add which component?"
    />
  );
}

function Notes({ notes }: { notes: readonly FlowNode[] }) {
  return (
    <section className="outline-notes" aria-labelledby="outline-notes">
      <h3 id="outline-notes">Notes</h3>
      <ul>
        {notes.map((note, index) => (
          <li key={note.id}>
            <TextArea
              aria-label={`Note ${index + 1}`}
              value={note.data.node?.description ?? ""}
              onChange={(event) => setNote(note.id, { text: event.target.value })}
            />
            <Button
              onClick={() => {
                select([note.id]);
                removeSelection();
              }}
            >
              Delete note {index + 1}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
