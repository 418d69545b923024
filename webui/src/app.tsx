import { QueryClientProvider } from "@tanstack/react-query";
import { lazy, type ReactNode, Suspense, useEffect } from "react";
import { createBrowserRouter, Navigate, type RouteObject } from "react-router";
import { RouterProvider } from "react-router/dom";
import { chordOf } from "@/actions/shortcuts";
import { onLoginAsked } from "@/api/client";
import { adoptKept } from "@/api/kept";
import { askPageState } from "@/api/page_state";
import { queries } from "@/api/queries";
import type { DockTab } from "@/canvas/view";
import type { FlowPageProps } from "@/flow_page/flow_page";
import { LOGIN_PATH, loginPathTo } from "@/login/login_path";
import { adoptTheme } from "@/settings/theme";
import { FailedPage } from "@/ui/failed_page";
import { Frame } from "@/ui/frame";
import { Late } from "@/ui/late";
import { TooltipProvider } from "@/ui/tooltip";
import { NativeWindow } from "@/window/native_window";

const HomePage = lazy(() => import("@/flows/home_page"));
const FlowPage = lazy(() => import("@/flow_page/flow_page"));
const SettingsPage = lazy(() => import("@/settings/settings_page"));
const WelcomePage = lazy(() => import("@/welcome/welcome_page"));
const LoginPage = lazy(() => import("@/login/login_page"));
const ChatPage = lazy(() => import("@/messages/chat_page"));
const ChatDock = lazy(() => import("@/messages/chat_dock").then(({ ChatDock }) => ({ default: ChatDock })));
const NodeDock = lazy(() => import("@/runs/node_dock").then(({ NodeDock }) => ({ default: NodeDock })));
const RunsDock = lazy(() => import("@/runs/runs_dock").then(({ RunsDock }) => ({ default: RunsDock })));
const HistoryDock = lazy(() => import("@/history/history_dock").then(({ HistoryDock }) => ({ default: HistoryDock })));
const Outline = lazy(() => import("@/outline/outline"));
const ApiDock = lazy(() => import("@/runs/api_dock").then(({ ApiDock }) => ({ default: ApiDock })));

const CanvasShortcuts = lazy(() =>
  import("@/actions/canvas_shortcuts").then(({ CanvasShortcuts }) => ({ default: CanvasShortcuts })),
);

/** Goes to a node on the canvas; loaded with the canvas, which is there when this is asked for. */
const showNode = (nodeId: string) => void import("@/actions/show_node").then((action) => action.showNode(nodeId));

/** What the canvas shows in its dock. */
const dock: FlowPageProps["dock"] = (flowId, revealNode, shown) => {
  const late = (value: DockTab, label: string, content: ReactNode, isWanted = shown === value) => ({
    value,
    label,
    content: <Late isWanted={isWanted}>{content}</Late>,
  });
  return [
    late("chat", "Chat", <ChatDock flowId={flowId} onShowNode={showNode} />, true),
    // Only while it is seen: what is typed there is in the flow, and a second editor for each field slows typing.
    late("node", "Node", shown === "node" ? <NodeDock onShowNode={showNode} /> : null),
    late(
      "runs",
      "Runs",
      <RunsDock flowId={flowId} isShown={shown === "runs"} onShowNode={revealNode} />,
      // It paints the run that the address names, whichever tab is seen.
      shown === "runs" || new URLSearchParams(window.location.search).has("run"),
    ),
    late("api", "API", <ApiDock flowId={flowId} isShown={shown === "api"} />),
    late("history", "History", <HistoryDock flowId={flowId} isShown={shown === "history"} onShowNode={revealNode} />),
  ];
};

let hasOpened = false;

/** Asks for what a page needs before its script is there; the page is drawn meanwhile. */
const opening = {
  loader: ({ params, request }) => {
    const session = new URL(request.url).searchParams.get("session") ?? undefined;
    // Without an answer the page looks as the system asks.
    askPageState(params.id, session).then(
      ({ preferences }) => {
        hasOpened = true;
        adoptTheme(preferences);
        adoptKept(preferences);
      },
      () => adoptKept(null),
    );
    return null;
  },
  shouldRevalidate: ({ currentParams, nextParams }) => currentParams.id !== nextParams.id,
} satisfies Partial<RouteObject>;

// One line per page. Old addresses (/flows) answer the same screens.
const router = createBrowserRouter([
  {
    ...opening,
    errorElement: <FailedPage />,
    hydrateFallbackElement: <Frame />,
    children: [
      { path: "/", element: <HomePage /> },
      { path: "/flows", element: <Navigate to="/" replace /> },
      { path: "/welcome", element: <WelcomePage /> },
      {
        path: "/flow/:id",
        element: <FlowPage dock={dock} outline={<Outline />} />,
        children: [{ path: "group/:group", element: null }],
      },
      { path: "/chat/:id", element: <ChatPage /> },
      { path: "/settings", element: <Navigate to="/settings/models" replace /> },
      { path: "/settings/:section", element: <SettingsPage canvasShortcuts={<CanvasShortcuts />} /> },
      { path: "*", element: <Navigate to="/" replace /> },
    ],
  },
  { path: LOGIN_PATH, element: <LoginPage />, errorElement: <FailedPage /> },
]);

const go = (path: string) => void router.navigate(path);

onLoginAsked(() => {
  const { pathname, search, hash } = window.location;
  // A page that was let in before may hold what is not saved yet: it stays, and says what to do.
  if (hasOpened || pathname === LOGIN_PATH) return false;
  void router.navigate(loginPathTo(pathname + search + hash), { replace: true });
  return true;
});

/** Keys that go among places, on every page: Alt ← and →, which a native window has not by itself, and Ctrl , to the settings. */
function goByKey(event: KeyboardEvent): void {
  const chord = chordOf(event);
  const isTyping = event.target instanceof Element && event.target.matches("input, textarea, [contenteditable=true]");
  const path = window.location.pathname;
  const step = { "Alt ArrowLeft": -1, "Alt ArrowRight": 1 }[chord];
  if (step && !isTyping) void router.navigate(step);
  else if (chord === "Ctrl ," && path !== LOGIN_PATH && !path.startsWith("/settings")) go("/settings/models");
  else return;
  event.preventDefault();
}

/** Providers and pages. */
export function App() {
  useEffect(() => {
    window.addEventListener("keydown", goByKey);
    return () => window.removeEventListener("keydown", goByKey);
  }, []);
  return (
    <QueryClientProvider client={queries}>
      <TooltipProvider delayDuration={400} skipDelayDuration={200}>
        <Suspense fallback={<Frame />}>
          <RouterProvider router={router} />
        </Suspense>
        <NativeWindow onGo={go} />
      </TooltipProvider>
    </QueryClientProvider>
  );
}
