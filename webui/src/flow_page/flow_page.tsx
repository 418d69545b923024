import { FileQuestion } from "lucide-react";
import { type CSSProperties, lazy, type ReactNode, Suspense, useEffect, useRef } from "react";
import { useMatch, useNavigate, useParams, useSearchParams } from "react-router";
import { ACTIONS, BY_EVENT } from "@/actions/all";
import { onClipboardEvent } from "@/actions/clipboard";
import { exportFlow } from "@/actions/export_flow";
import { openOutline } from "@/actions/outline";
import { peek } from "@/actions/peek";
import { actionFor } from "@/actions/shortcuts";
import { Canvas } from "@/canvas/canvas";
import { useEverywhere } from "@/canvas/everywhere";
import { useNotingResults } from "@/canvas/freshness";
import { LinkChooser } from "@/canvas/link_chooser";
import { useUpdateView } from "@/canvas/outdated";
import { QuickAdd } from "@/canvas/quick_add";
import { showNode } from "@/canvas/show_node";
import { DOCK_TABS, type DockTab, dockSpaceOf, showDock, useView } from "@/canvas/view";
import {
  checkForNewer,
  flushDocument,
  goToGroup,
  isUnsaved,
  openDocument,
  openGroupId,
  useDocument,
} from "@/document/document";
import { BottomBar } from "@/flow_page/bottom_bar";
import { CataloguePanel } from "@/flow_page/catalogue_panel";
import { Commands } from "@/flow_page/commands";
import { Dock } from "@/flow_page/dock";
import { FindBar } from "@/flow_page/find_bar";
import { FlowStatus } from "@/flow_page/flow_status";
import { Hint } from "@/flow_page/hint";
import { LockMark } from "@/flow_page/lock_mark";
import { TopBar } from "@/flow_page/top_bar";
import { useSources } from "@/flow_page/use_sources";
import { InputSourcesProvider } from "@/inputs/sources";
import { PastPill } from "@/runs/past_pill";
import { useCodeView } from "@/trust/code_view";
import { Button } from "@/ui/button";
import { Late } from "@/ui/late";
import { MissingPage } from "@/ui/missing_page";
import { NoticeLine, notify } from "@/ui/notice";
import { useMenuAct } from "@/window/menu_acts";
import "./flow_page.css";

const ConflictBanner = lazy(() => import("@/flow_page/conflict_banner"));
const CodeDialog = lazy(() => import("@/trust/code_dialog"));
const UpdateDialog = lazy(() => import("@/flow_page/update_dialog"));
const EverywhereDialog = lazy(() => import("@/flow_page/everywhere_dialog"));
const Help = lazy(() => import("@/flow_page/help"));

export interface FlowPageProps {
  /** The flow as a list, in place of the canvas. */
  outline: ReactNode;
  /** The dock's tabs, which belong to other rooms. */
  dock: (
    flowId: string,
    /** Selects a node and moves the view to it. */
    showNode: (nodeId: string) => void,
    /** The tab that can be seen; null while the dock is closed. */
    shown: DockTab | null,
  ) => readonly { value: DockTab; label: string; content: ReactNode }[];
}

/** The canvas of one flow with all that stands around it. */
export default function FlowPage({ dock, outline }: FlowPageProps) {
  const { id = "" } = useParams();
  const group = useMatch("/flow/:id/group/:group")?.params.group;
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const loadError = useDocument((document) => document.loadError);
  const name = useDocument((document) => document.name);
  const sources = useSources(id);
  const shownTab = useView((view) => (view.isDockOpen ? view.dockTab : null));
  const dockSpace = useView(dockSpaceOf);
  const isOutlineOpen = useView((view) => view.isOutlineOpen);
  const wanted = search.get("dock");
  const wantsOutline = search.get("view") === "outline";

  useEffect(() => {
    void openDocument(id);
    return () => void flushDocument();
  }, [id]);

  useEffect(() => {
    const tab = DOCK_TABS.find((each) => each === wanted);
    if (tab) showDock(tab);
  }, [wanted]);

  useEffect(() => {
    useView.setState({ isOutlineOpen: wantsOutline });
  }, [wantsOutline]);

  useEffect(() => {
    document.title = name ? `${name} · Runnel` : "Runnel";
    return () => {
      document.title = "Runnel";
    };
  }, [name]);

  useGroupInAddress(id, group);
  useNodeInAddress(id, search.get("node"));
  useKeys();
  useNotingResults(id);
  useLeaving();
  useNotices();
  useMenuAct("export", exportFlow.perform);

  if (loadError) {
    return (
      <MissingPage
        {...loadError}
        action={loadError.action ?? "If it was deleted, it is in the trash for 30 days."}
        icon={<FileQuestion />}
      >
        <Button kind="primary" onClick={() => navigate("/")}>
          All flows
        </Button>
        <Button kind="outline" onClick={() => navigate("/?view=trash")}>
          Trash
        </Button>
        <Button kind="outline" onClick={() => void openDocument(id)}>
          Try again
        </Button>
      </MissingPage>
    );
  }

  return (
    <InputSourcesProvider value={sources}>
      <main className="flow-page" style={{ "--dock-space": `${dockSpace}px` } as CSSProperties}>
        {isOutlineOpen ? null : (
          <Button kind="outline" className="skip-link" onClick={() => void openOutline.perform()}>
            Show the flow as a list
          </Button>
        )}
        <TopBar />
        {isOutlineOpen ? (
          <Suspense>{outline}</Suspense>
        ) : (
          <>
            <Canvas />
            <CataloguePanel />
          </>
        )}
        <Dock tabs={dock(id, showNode, shownTab)} />
        {isOutlineOpen ? null : <BottomBar />}
        <FlowStatus />
        <LockMark />
        <FindBar />
        <PastPill />
        <QuickAdd />
        <LinkChooser />
        <Commands />
        <LateParts />
        <Hint />
        <NoticeLine />
      </main>
    </InputSourcesProvider>
  );
}

/** What opens on the page now and then. */
function LateParts() {
  const isConflict = useDocument(({ saveState }) => saveState === "conflict");
  const isReading = useCodeView(({ nodeId }) => nodeId !== null);
  const isUpdating = useUpdateView(({ nodeIds }) => nodeIds !== null);
  const isSpreading = useEverywhere(({ savedId }) => savedId !== null);
  const isHelpOpen = useView((view) => view.isHelpOpen);
  return (
    <>
      <Late isWanted={isConflict}>
        <ConflictBanner />
      </Late>
      <Late isWanted={isReading}>
        <CodeDialog />
      </Late>
      <Late isWanted={isUpdating}>
        <UpdateDialog />
      </Late>
      <Late isWanted={isSpreading}>
        <EverywhereDialog />
      </Late>
      <Late isWanted={isHelpOpen}>
        <Help />
      </Late>
    </>
  );
}

/** The address names the open group, so that it can be come back to; and what the address names is opened. */
function useGroupInAddress(flowId: string, wanted: string | undefined): void {
  const navigate = useNavigate();
  const isLoaded = useDocument((document) => document.flow?.id === flowId);
  const open = useDocument(openGroupId);
  const here = useRef(wanted);
  here.current = wanted;

  useEffect(() => {
    if (isLoaded && !goToGroup(wanted)) void navigate(`/flow/${flowId}`, { replace: true });
  }, [isLoaded, wanted, flowId, navigate]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `open` says when; what is open may have changed since it was read.
  useEffect(() => {
    const now = openGroupId(useDocument.getState());
    if (!isLoaded || now === here.current) return;
    // At once: a step back in the browser's history before the next render would otherwise go unnoticed.
    void navigate(now ? `/flow/${flowId}/group/${now}` : `/flow/${flowId}`, { flushSync: true });
  }, [isLoaded, open, flowId, navigate]);
}

/** The address can name a node, which is selected and shown once the flow is there. */
function useNodeInAddress(flowId: string, wanted: string | null): void {
  const isLoaded = useDocument((document) => document.flow?.id === flowId);
  useEffect(() => {
    if (isLoaded && wanted) showNode(wanted);
  }, [isLoaded, wanted]);
}

function useKeys(): void {
  useEffect(() => {
    // Space alone peeks; held while the pointer moves it pans. So it acts when it is let go.
    let isSpaceAlone = false;
    const onPointerDown = () => {
      isSpaceAlone = false;
    };
    const onKeyUp = (event: KeyboardEvent) => {
      if (event.key !== " " || !isSpaceAlone) return;
      isSpaceAlone = false;
      if (peek.isEnabled?.()) void peek.perform();
    };
    const onKey = (event: KeyboardEvent) => {
      // The canvas library marks Space as its own, for panning.
      if (event.defaultPrevented && event.key !== " ") return;
      const { camera } = useView.getState();
      if (camera && event.key === "Escape" && isInControl(event.target)) return camera.focus();
      const action = actionFor(event, ACTIONS);
      if (!action || BY_EVENT.has(action)) return;
      if (action.isEnabled && !action.isEnabled()) return;
      event.preventDefault();
      if (event.key === " ") isSpaceAlone = !event.repeat || isSpaceAlone;
      else void action.perform();
    };
    window.addEventListener("keydown", onKey);
    window.addEventListener("keyup", onKeyUp);
    window.addEventListener("pointerdown", onPointerDown, true);
    const kinds = ["copy", "cut", "paste"] as const;
    for (const kind of kinds) window.addEventListener(kind, onClipboardEvent);
    return () => {
      window.removeEventListener("keydown", onKey);
      window.removeEventListener("keyup", onKeyUp);
      window.removeEventListener("pointerdown", onPointerDown, true);
      for (const kind of kinds) window.removeEventListener(kind, onClipboardEvent);
    };
  }, []);
}

/** Is it a field or a button on the canvas or in the dock? Esc steps out of it first; the node stays selected. A handle has the focus because a wire was drawn from it. */
function isInControl(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.matches(".canvas [data-canvas] :not(.handle), .dock :is(input, textarea, select)")
  );
}

/** A notice is about what was done last: the next change takes it away, so that Ctrl Z is about that again. */
function useNotices(): void {
  useEffect(
    () =>
      useDocument.subscribe(({ past }, before) => {
        if (past !== before.past) notify(null);
      }),
    [],
  );
}

/** Saves when the window is left, asks before unsaved work would be lost, and looks for changes when it comes back. */
function useLeaving(): void {
  useEffect(() => {
    const onHide = () => {
      if (document.visibilityState === "hidden") void flushDocument();
      else void checkForNewer().catch(() => {});
    };
    const onFocus = () => void checkForNewer().catch(() => {});
    const onLeave = (event: BeforeUnloadEvent) => {
      if (!isUnsaved()) return;
      void flushDocument();
      event.preventDefault();
    };
    document.addEventListener("visibilitychange", onHide);
    window.addEventListener("focus", onFocus);
    window.addEventListener("beforeunload", onLeave);
    return () => {
      document.removeEventListener("visibilitychange", onHide);
      window.removeEventListener("focus", onFocus);
      window.removeEventListener("beforeunload", onLeave);
    };
  }, []);
}
