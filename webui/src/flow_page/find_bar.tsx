import { ChevronDown, ChevronUp, X } from "lucide-react";
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react";
import { showNode } from "@/canvas/show_node";
import { useView } from "@/canvas/view";
import { rootGraph, useDocument } from "@/document/document";
import { type FoundNode, findInFlow } from "@/document/find";
import { IconButton } from "@/ui/icon_button";
import "./find_bar.css";

/** Ctrl F: finds names, types and values in this flow; Enter goes from one to the next. */
export function FindBar() {
  const isOpen = useView((view) => view.isFindOpen);
  return isOpen ? <OpenFindBar /> : null;
}

function OpenFindBar() {
  const nodes = useDocument((document) => rootGraph(document).nodes);
  const [query, setQuery] = useState("");
  const [at, setAt] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  const found = useMemo(() => findInFlow(nodes, query), [nodes, query]);
  const here = found[Math.min(at, found.length - 1)];

  useEffect(() => input.current?.focus(), []);

  const goTo = (index: number, list: readonly FoundNode[] = found) => {
    if (!list.length) return;
    const next = (index + list.length) % list.length;
    setAt(next);
    const node = list[next];
    if (node) showNode(node.id);
  };
  const close = () => {
    useView.setState({ isFindOpen: false });
    useView.getState().camera?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === "Escape") close();
    else if (event.key === "Enter") goTo(event.shiftKey ? at - 1 : at + 1);
    else if (event.key === "f" && (event.ctrlKey || event.metaKey)) input.current?.select();
    else return;
    event.preventDefault();
  };

  return (
    <search className="find-bar">
      <input
        ref={input}
        aria-label="Find in this flow"
        placeholder="Find names, types, values"
        value={query}
        spellCheck={false}
        onChange={(event) => {
          setQuery(event.target.value);
          goTo(0, findInFlow(nodes, event.target.value));
        }}
        onKeyDown={onKeyDown}
      />
      <output className="find-count">
        {query.trim() ? (found.length ? `${Math.min(at, found.length - 1) + 1} of ${found.length}` : "nothing") : ""}
      </output>
      <IconButton label="Previous" shortcut="Shift Enter" disabled={found.length < 2} onClick={() => goTo(at - 1)}>
        <ChevronUp />
      </IconButton>
      <IconButton label="Next" shortcut="Enter" disabled={found.length < 2} onClick={() => goTo(at + 1)}>
        <ChevronDown />
      </IconButton>
      <IconButton label="Close" shortcut="Esc" onClick={close}>
        <X />
      </IconButton>
      {here ? (
        <p className="find-where">
          <strong>{here.name}</strong> {here.where}
        </p>
      ) : null}
    </search>
  );
}
