import type { Action } from "@/actions/action";
import { selectedComponent } from "@/actions/run_node";
import { showDock, useView } from "@/canvas/view";
import { openGroup } from "@/document/document";
import { isGroup } from "@/document/graph";
import { useHistoryAct } from "@/history/history_act";
import { useShownDiff } from "@/history/shown_diff";
import { focusChat } from "@/messages/focus_chat";

/** Opens the selected node: a group in place, all else in the dock. */
export const inspectNode: Action = {
  name: "inspect_node",
  label: "Open node",
  group: "Node",
  shortcuts: ["Enter"],
  isEnabled: () => selectedComponent() !== undefined,
  perform: () => {
    const node = selectedComponent();
    if (node && isGroup(node)) openGroup(node.id);
    else showDock("node");
  },
};

/** Opens or closes the chat. */
export const toggleChat: Action = {
  name: "toggle_chat",
  label: "Open or close chat",
  group: "View",
  shortcuts: ["Ctrl J"],
  perform: () => {
    const { isDockOpen, dockTab } = useView.getState();
    if (isDockOpen && dockTab === "chat") useView.setState({ isDockOpen: false });
    else {
      showDock("chat");
      // The dock is drawn first.
      requestAnimationFrame(focusChat);
    }
  },
};

/** Puts the keyboard into the chat, which is opened if need be. */
export const writeInChat: Action = {
  name: "write_in_chat",
  label: "Write in the chat",
  group: "View",
  shortcuts: ["C"],
  keywords: "message ask focus",
  perform: () => {
    showDock("chat");
    // The dock is drawn first.
    requestAnimationFrame(focusChat);
  },
};

/** Opens the runs of the flow. */
export const showRuns: Action = {
  name: "show_runs",
  label: "Show runs",
  group: "View",
  shortcuts: [],
  keywords: "past replay executions traces",
  perform: () => showDock("runs"),
};

/** Opens the flow as programs call it. */
export const showApi: Action = {
  name: "show_api",
  label: "Show API",
  group: "View",
  shortcuts: ["A"],
  keywords: "curl python javascript snippet webhook endpoint",
  perform: () => showDock("api"),
};

/** Opens the kept versions of the flow. */
export const showHistory: Action = {
  name: "show_history",
  label: "Show history",
  group: "View",
  shortcuts: [],
  keywords: "versions revisions restore points compare diff",
  perform: () => showDock("history"),
};

/** Saves, and asks for the name of a version that is kept for good. */
export const nameVersion: Action = {
  name: "name_version",
  label: "Name this version",
  group: "Flow",
  shortcuts: ["Ctrl S"],
  keywords: "save restore point bookmark",
  perform: () => {
    useHistoryAct.setState({ isNaming: true });
    useShownDiff.setState({ compared: null });
    showDock("history");
  },
};

/** Opens or closes the dock. */
export const toggleDock: Action = {
  name: "toggle_dock",
  label: "Open or close the dock",
  group: "View",
  shortcuts: ["]"],
  perform: () => useView.setState(({ isDockOpen }) => ({ isDockOpen: !isDockOpen })),
};

/** Gives the dock the whole window, or its own width again. */
export const fillWithDock: Action = {
  name: "fill_with_dock",
  label: "Make the dock large or small",
  group: "View",
  // What Shift and ] type.
  shortcuts: ["}"],
  keywords: "full screen maximise panel",
  perform: () =>
    useView.setState(({ isDockFull, isDockOpen }) => ({ isDockFull: !(isDockFull && isDockOpen), isDockOpen: true })),
};

/** Opens or closes the list of components. */
export const toggleCatalogue: Action = {
  name: "toggle_catalogue",
  label: "Open or close the component list",
  group: "View",
  shortcuts: ["["],
  keywords: "palette sidebar",
  perform: () => useView.setState(({ isCatalogueOpen }) => ({ isCatalogueOpen: !isCatalogueOpen })),
};

/** Opens the command palette. */
export const openPalette: Action = {
  name: "open_palette",
  label: "Search and commands",
  group: "App",
  shortcuts: ["Ctrl K"],
  perform: () => useView.setState(({ isCommandOpen }) => ({ isCommandOpen: !isCommandOpen })),
};

/** Shows all shortcuts. */
export const showHelp: Action = {
  name: "show_help",
  label: "Shortcuts",
  group: "App",
  shortcuts: ["?"],
  keywords: "help keys",
  perform: () => useView.setState(({ isHelpOpen }) => ({ isHelpOpen: !isHelpOpen })),
};

/** Dragging empty canvas moves the view. */
export const handTool: Action = {
  name: "hand_tool",
  label: "Drag moves the view",
  group: "View",
  shortcuts: ["H"],
  keywords: "pan hand tool",
  perform: () => useView.setState({ tool: "hand" }),
};

/** Dragging empty canvas selects. */
export const selectTool: Action = {
  name: "select_tool",
  label: "Drag selects",
  group: "View",
  shortcuts: ["V"],
  keywords: "box select tool",
  perform: () => useView.setState({ tool: "select" }),
};
