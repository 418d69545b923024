import { ChevronLeft, Play, Redo2, Search, Square, Undo2 } from "lucide-react";
import { Fragment, useState } from "react";
import { Link } from "react-router";
import { openPalette } from "@/actions/inspect";
import { runFlow } from "@/actions/run_flow";
import { stopRun } from "@/actions/stop_run";
import { redo, undo } from "@/actions/undo";
import { NameEditor } from "@/canvas/name_editor";
import { useView } from "@/canvas/view";
import { goToGroup, useDocument } from "@/document/document";
import { renameFlow } from "@/document/edits";
import { nodeName } from "@/document/graph";
import type { Level } from "@/document/groups";
import type { SaveState } from "@/document/saving";
import { useFolders } from "@/folders/folders";
import { useRunStore } from "@/runs/run";
import { Button } from "@/ui/button";
import { IconButton } from "@/ui/icon_button";
import { Kbd } from "@/ui/kbd";
import "./top_bar.css";

/** Back, folder and name, state of saving; search and run. */
export function TopBar() {
  const isRunning = useRunStore((run) => run.status === "running");
  const canUndo = useDocument((document) => document.past.at(-1)?.label);
  const canRedo = useDocument((document) => document.future.at(-1)?.label);
  const isEmpty = useDocument((document) => document.nodes.length === 0);
  return (
    <header className="top-bar">
      <Link to="/" className="icon-button" aria-label="All flows" title="All flows">
        <ChevronLeft />
      </Link>
      <FlowName />
      <SaveMark />
      <span className="top-bar-space" />
      <IconButton
        label={canUndo ? `Undo: ${canUndo}` : "Undo"}
        shortcut="Ctrl Z"
        disabled={!canUndo}
        onClick={() => void undo.perform()}
      >
        <Undo2 />
      </IconButton>
      <IconButton
        label={canRedo ? `Redo: ${canRedo}` : "Redo"}
        shortcut="Ctrl Shift Z"
        disabled={!canRedo}
        onClick={() => void redo.perform()}
      >
        <Redo2 />
      </IconButton>
      <Button kind="outline" className="top-bar-search" icon={<Search />} onClick={() => void openPalette.perform()}>
        <span>Search</span> <Kbd>Ctrl K</Kbd>
      </Button>
      {isRunning ? (
        <Button kind="outline" icon={<Square />} onClick={() => void stopRun.perform()}>
          Stop <Kbd>Ctrl .</Kbd>
        </Button>
      ) : (
        <Button kind="primary" icon={<Play />} disabled={isEmpty} onClick={() => void runFlow.perform()}>
          Run <Kbd>Ctrl ↵</Kbd>
        </Button>
      )}
    </header>
  );
}

function FlowName() {
  const name = useDocument((document) => document.name);
  const folderId = useDocument((document) => document.flow?.folder_id);
  const { data: folders } = useFolders();
  const outer = useDocument((document) => document.outer);
  const [isEditing, setEditing] = useState(false);
  const folder = folders?.find(({ id }) => id === folderId);
  return (
    <nav className="flow-name" aria-label="Place">
      {folder ? (
        <>
          <Link to={`/?folder=${folder.id}`} className="flow-folder">
            {folder.name}
          </Link>
          <span aria-hidden="true" className="flow-slash">
            /
          </span>
        </>
      ) : null}
      {outer.length ? (
        <GroupPath name={name} outer={outer} />
      ) : isEditing ? (
        <NameEditor
          label="Name of the flow"
          value={name}
          onDone={(value) => {
            setEditing(false);
            if (value !== null) renameFlow(value);
            useView.getState().camera?.focus();
          }}
        />
      ) : (
        <button
          type="button"
          className="flow-title"
          title="Rename"
          aria-label={`${name || "Flow"}: rename`}
          onClick={() => setEditing(true)}
        >
          <h1>{name}</h1>
        </button>
      )}
    </nav>
  );
}

/** The way into the open group: every place on it can be gone back to. */
function GroupPath({ name, outer }: { name: string; outer: readonly Level[] }) {
  const names = outer.map(({ nodes, groupId }) => {
    const group = nodes.find(({ id }) => id === groupId);
    return group ? nodeName(group) : groupId;
  });
  return (
    <>
      <button type="button" className="flow-folder" onClick={() => goToGroup(undefined)}>
        {name}
      </button>
      {outer.map(({ groupId }, index) => (
        <Fragment key={groupId}>
          <span aria-hidden="true" className="flow-slash">
            /
          </span>
          {index < outer.length - 1 ? (
            <button type="button" className="flow-folder" onClick={() => goToGroup(groupId)}>
              {names[index]}
            </button>
          ) : (
            <h1 className="flow-here">{names[index]}</h1>
          )}
        </Fragment>
      ))}
    </>
  );
}

const WORDS: Record<SaveState, string> = {
  saved: "Saved",
  unsaved: "Saving…",
  saving: "Saving…",
  conflict: "Not saved: changed elsewhere",
  gone: "Not saved: deleted elsewhere",
  failed: "Not saved: trying again",
};

function SaveMark() {
  const state = useDocument((document) => document.saveState);
  const error = useDocument((document) => document.saveError);
  const nameProblem = useDocument((document) => document.nameProblem);
  const isOpen = useDocument((document) => document.flow !== null);
  if (!isOpen) return null;
  if (nameProblem) {
    return (
      <span className="save-mark is-failed" role="status">
        {nameProblem}
      </span>
    );
  }
  return (
    <span
      className={`save-mark is-${state}`}
      role="status"
      title={error ? [error.what, error.why, error.action].filter(Boolean).join(" ") : undefined}
    >
      {error && state === "failed" ? `Not saved: ${error.what}` : WORDS[state]}
    </span>
  );
}
