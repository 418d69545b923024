import { Check, MoreHorizontal, Pin, X } from "lucide-react";
import { type DragEvent, type MouseEvent, useId } from "react";
import { Link } from "react-router";
import type { FlowSummary } from "@/flows/flow_summary";
import { Thumbnail } from "@/flows/thumbnail";
import { timeAgo } from "@/flows/time_ago";
import { NameField } from "@/ui/name_field";
import "./flow_card.css";

export interface FlowCardProps {
  flow: FlowSummary;
  /** Whether it stays on top of the list. */
  isPinned: boolean;
  isSelected: boolean;
  /** Whether Tab stops here: one card of the grid is the tab stop, arrows move it. */
  isTabStop: boolean;
  isRenaming: boolean;
  /** `reach` is one flow alone, or all from the last one to this. */
  onToggleSelected: (reach: "one" | "range") => void;
  onRename: (name: string | null) => void;
  onDragStart: (event: DragEvent) => void;
  onFocus: () => void;
}

/** A flow on home: what it looks like, its name, when it was edited and how its last run went. The list gives it its menu. */
export function FlowCard({
  flow,
  isPinned,
  isSelected,
  isTabStop,
  isRenaming,
  onToggleSelected,
  onRename,
  onDragStart,
  onFocus,
}: FlowCardProps) {
  const id = useId();
  const tabIndex = isTabStop ? 0 : -1;

  const onClick = (event: MouseEvent) => {
    if (!event.ctrlKey && !event.metaKey && !event.shiftKey) return;
    event.preventDefault();
    onToggleSelected(event.shiftKey ? "range" : "one");
  };

  return (
    <li className={`flow-card ${isSelected ? "is-selected" : ""}`} data-flow={flow.id}>
      <div className="flow-card-body">
        <Thumbnail sketch={flow.thumbnail} />
        <div className="flow-card-words">
          {isPinned ? <Pin className="flow-card-pin" role="img" aria-label="Pinned" /> : null}
          <h2 className={isRenaming ? "is-renaming" : ""} title={flow.name}>
            {/* The link is the whole card: it is stretched over it. */}
            <Link
              to={`/flow/${flow.id}`}
              className="flow-card-link"
              data-card-link=""
              aria-describedby={id}
              tabIndex={tabIndex}
              draggable
              onDragStart={onDragStart}
              onClick={onClick}
              onFocus={onFocus}
            >
              {flow.name}
            </Link>
          </h2>
          <p className="flow-card-description">{flow.description || sizeOf(flow)}</p>
          <p id={id} className="flow-card-meta">
            <span>Edited {timeAgo(flow.updated_at)}</span>
            <LastRun run={flow.last_run} />
          </p>
        </div>
      </div>
      {/* Lies over the name, since a link must not hold a field. */}
      {isRenaming ? (
        <NameField label="Name of the flow" className="flow-card-name" name={flow.name} onDone={onRename} />
      ) : null}
      <input
        type="checkbox"
        className="flow-card-check"
        aria-label={`Select ${flow.name}`}
        checked={isSelected}
        tabIndex={tabIndex}
        onChange={() => onToggleSelected("one")}
      />
      <button
        type="button"
        className="icon-button flow-card-more"
        aria-label={`More for ${flow.name}`}
        aria-haspopup="menu"
        tabIndex={tabIndex}
        onClick={openMenu}
      >
        <MoreHorizontal />
      </button>
    </li>
  );
}

/** Opens the menu that the list has for all its cards, under the button. */
function openMenu(event: MouseEvent<HTMLElement>): void {
  const { left, bottom } = event.currentTarget.getBoundingClientRect();
  const init = { bubbles: true, cancelable: true, clientX: left, clientY: bottom };
  event.currentTarget.dispatchEvent(new window.MouseEvent("contextmenu", init));
}

function sizeOf(flow: FlowSummary): string {
  if (flow.node_count === 0) return "Empty";
  return flow.node_count === 1 ? "1 node" : `${flow.node_count} nodes`;
}

function LastRun({ run }: { run: FlowSummary["last_run"] }) {
  if (!run) return null;
  return run.state === "ok" ? (
    <span className="flow-card-run is-ok">
      <Check aria-hidden="true" />
      Ran {timeAgo(run.at)}
    </span>
  ) : (
    <span className="flow-card-run is-failed">
      <X aria-hidden="true" />
      Failed {timeAgo(run.at)}
    </span>
  );
}
