import { type KeyboardEvent, type MouseEvent, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { useCardFocus } from "@/flows/card_focus";
import { FlowCard } from "@/flows/flow_card";
import { startFlowDrag } from "@/flows/flow_drag";
import { type FlowActs, flowMenu } from "@/flows/flow_menu";
import type { FlowSummary } from "@/flows/flow_summary";
import { useGrowingList } from "@/flows/growing_list";
import type { Form } from "@/flows/kept_layout";
import { useSelection } from "@/flows/selection";
import { SelectionBar } from "@/flows/selection_bar";
import type { Folder } from "@/folders/folders";
import { ContextMenu } from "@/ui/menu";
import "./flow_grid.css";

export interface FlowGridProps {
  /** Accessible name of the list. */
  label: string;
  form: Form;
  flows: readonly FlowSummary[];
  folders: readonly Folder[];
  pinned: ReadonlySet<string>;
  acts: Omit<FlowActs, "rename">;
  onRename: (flow: FlowSummary, name: string) => void;
}

/**
 * Flows as cards, or as lines. One tab stop; arrows move, Enter opens, X selects, P pins, F2 renames, Ctrl D duplicates, Del deletes,
 * Ctrl A selects all, Esc lets go.
 */
export function FlowGrid({ label, form, flows, folders, pinned, acts: given, onRename }: FlowGridProps) {
  const grid = useRef<HTMLUListElement>(null);
  const ids = flows.map((flow) => flow.id);
  const focus = useCardFocus(grid, ids);
  const selection = useSelection(ids);
  const [renamed, setRenamed] = useState<string | null>(null);
  const acts: FlowActs = { ...given, rename: (flow) => setRenamed(flow.id) };
  const [menuFlowId, setMenuFlowId] = useState<string | null>(null);
  const menuFlow = flows.find((flow) => flow.id === menuFlowId);
  const growing = useGrowingList(flows.length);
  const chosen = flows.filter((flow) => selection.ids.has(flow.id));
  const focusCard = (id: string) =>
    grid.current?.querySelector<HTMLElement>(`[data-flow="${id}"] [data-card-link]`)?.focus();

  /** The acts aim at the selection if the card belongs to it, else at the card alone. */
  const aimedAt = (flow: FlowSummary) => (selection.ids.has(flow.id) ? chosen : [flow]);

  const remove = (doomed: readonly FlowSummary[]) => {
    const gone = new Set(doomed.map((flow) => flow.id));
    const from = ids.findIndex((id) => gone.has(id));
    const neighbour = ids.slice(from).find((id) => !gone.has(id)) ?? ids.findLast((id) => !gone.has(id));
    acts.remove(doomed);
    // The focus goes to what takes the place of the deleted card, once it is drawn there.
    if (neighbour) requestAnimationFrame(() => focusCard(neighbour));
  };

  /** One menu serves all cards: many of them would make a long list slow. */
  const onContextMenu = (event: MouseEvent) => {
    const card = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-flow]") : null;
    // Between the cards there is nothing to open.
    if (!card) event.preventDefault();
    else setMenuFlowId(card.dataset.flow ?? null);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const flow = flows.find((each) => each.id === focus.focused);
    if (!(event.target instanceof HTMLElement) || !event.target.matches("[data-card-link]") || !flow) return;
    const chord = `${event.ctrlKey || event.metaKey ? "ctrl " : ""}${event.key.toLowerCase()}`;
    const perform: Record<string, () => void> = {
      x: () => selection.toggle(flow.id, event.shiftKey ? "range" : "one"),
      " ": () => selection.toggle(flow.id, event.shiftKey ? "range" : "one"),
      p: () => acts.togglePin(flow),
      f2: () => acts.rename(flow),
      "ctrl d": () => acts.duplicate(flow),
      "ctrl a": selection.selectAll,
      delete: () => remove(aimedAt(flow)),
      backspace: () => remove(aimedAt(flow)),
      escape: selection.clear,
    };
    const act = perform[chord];
    if (!act) {
      if (event.key === "End") flushSync(growing.showAll);
      return focus.onKeyDown(event);
    }
    event.preventDefault();
    act();
  };

  return (
    <>
      <ContextMenu entries={menuFlow ? flowMenu(menuFlow, pinned.has(menuFlow.id), folders, { ...acts, remove }) : []}>
        <ul
          ref={grid}
          className={`flow-grid is-${form} ${selection.ids.size > 0 ? "has-selection" : ""}`}
          aria-label={label}
          onKeyDown={onKeyDown}
          onContextMenu={onContextMenu}
        >
          {flows.slice(0, growing.count).map((flow) => (
            <FlowCard
              key={flow.id}
              flow={flow}
              isPinned={pinned.has(flow.id)}
              isSelected={selection.ids.has(flow.id)}
              isTabStop={flow.id === focus.focused}
              isRenaming={flow.id === renamed}
              onToggleSelected={(reach) => selection.toggle(flow.id, reach)}
              onRename={(name) => {
                setRenamed(null);
                if (name) onRename(flow, name);
                focusCard(flow.id);
              }}
              onDragStart={(event) => startFlowDrag(event, aimedAt(flow))}
              onFocus={() => focus.setFocused(flow.id)}
            />
          ))}
        </ul>
      </ContextMenu>
      <div ref={growing.end} />
      {chosen.length > 0 ? (
        <SelectionBar flows={chosen} folders={folders} acts={{ ...acts, remove }} onClear={selection.clear} />
      ) : null}
    </>
  );
}
