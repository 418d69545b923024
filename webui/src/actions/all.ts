import type { Action } from "@/actions/action";
import { addNodeHere } from "@/actions/add_node";
import { addNoteHere } from "@/actions/add_note";
import { bypass } from "@/actions/bypass";
import { copy, cut, duplicate, paste, pasteWithWires } from "@/actions/clipboard";
import { exportFlow } from "@/actions/export_flow";
import { find } from "@/actions/find";
import { freeze, freezePath } from "@/actions/freeze";
import { enterGroup, group, leaveGroup, ungroup } from "@/actions/group";
import {
  fillWithDock,
  handTool,
  inspectNode,
  nameVersion,
  openPalette,
  selectTool,
  showApi,
  showHelp,
  showHistory,
  showRuns,
  toggleCatalogue,
  toggleChat,
  toggleDock,
  writeInChat,
} from "@/actions/inspect";
import { linkNode } from "@/actions/link_node";
import { lock } from "@/actions/lock";
import { minimise } from "@/actions/minimise";
import { nextProblem } from "@/actions/next_problem";
import { nudgeActions } from "@/actions/nudge";
import { leaveOutline, openOutline } from "@/actions/outline";
import { peek } from "@/actions/peek";
import { pin } from "@/actions/pin";
import { remove, removeBridging } from "@/actions/remove";
import { rename } from "@/actions/rename";
import { runFlow } from "@/actions/run_flow";
import { runNode } from "@/actions/run_node";
import { saveComponent, saveToComponent, updateEverywhere } from "@/actions/save_component";
import { selectAll, selectDownstream, selectUpstream, stepOut } from "@/actions/select";
import { showCode } from "@/actions/show_code";
import { stopRun } from "@/actions/stop_run";
import { tidy } from "@/actions/tidy";
import { toolMode } from "@/actions/tool_mode";
import { travelActions } from "@/actions/travel";
import { redo, undo } from "@/actions/undo";
import { replaceComponent, updateAllComponents, updateComponent } from "@/actions/update_component";
import { fitFlow, fitSelection, zoomFull, zoomIn, zoomOut } from "@/actions/zoom";

/** Every act on an open flow, in the order of the palette. */
export const ACTIONS: readonly Action[] = [
  runFlow,
  runNode,
  stopRun,
  exportFlow,
  lock,
  undo,
  redo,
  copy,
  cut,
  paste,
  pasteWithWires,
  duplicate,
  remove,
  removeBridging,
  group,
  ungroup,
  selectAll,
  stepOut,
  selectUpstream,
  selectDownstream,
  addNodeHere,
  addNoteHere,
  linkNode,
  inspectNode,
  rename,
  minimise,
  freeze,
  freezePath,
  pin,
  bypass,
  toolMode,
  showCode,
  updateComponent,
  updateAllComponents,
  replaceComponent,
  saveComponent,
  saveToComponent,
  updateEverywhere,
  peek,
  ...nudgeActions,
  zoomIn,
  zoomOut,
  zoomFull,
  fitFlow,
  fitSelection,
  tidy,
  enterGroup,
  leaveGroup,
  find,
  openOutline,
  leaveOutline,
  handTool,
  selectTool,
  toggleChat,
  writeInChat,
  showRuns,
  showApi,
  showHistory,
  nameVersion,
  toggleDock,
  fillWithDock,
  toggleCatalogue,
  ...travelActions,
  nextProblem,
  openPalette,
  showHelp,
];

/** Keys that the browser's own clipboard events serve; no shortcut may take them. */
export const BY_EVENT: ReadonlySet<Action> = new Set([copy, cut, paste]);
