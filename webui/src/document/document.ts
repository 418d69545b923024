import { create } from "zustand";
import { client, read, readWithTag } from "@/api/client";
import { ApiError, type Explained, explain } from "@/api/errors";
import type { Flow, FlowData, FlowEdge, FlowNode } from "@/api/flow_data";
import { isGroup, type OpenReport, openData } from "@/document/graph";
import { foldLevel, foldLevels, type Graph, groupsAround, type Level, openedGraph } from "@/document/groups";
import { piecesOf } from "@/document/pieces";
import { Saver, type SaveState } from "@/document/saving";
import { tidyPlaces } from "@/document/tidy";

/** The part of the document that undo and redo restore. Arrays and nodes are never changed in place. */
export interface Content {
  name: string;
  description: string | null;
  /** What is on the canvas: the flow's nodes, or those of the open group. See `rootGraph` for the whole flow. */
  nodes: readonly FlowNode[];
  edges: readonly FlowEdge[];
  /** What lies around the open group, outermost first; empty when the flow itself is on the canvas. */
  outer: readonly Level[];
}

/** One undoable act. */
interface Entry {
  /** Said by undo: "Move Prompt". */
  label: string;
  /** Acts of one key that follow each other closely count as one (typing). */
  mergeKey: string | null;
  at_ms: number;
  before: Content;
}

/** What is known of the open flow besides its content. */
export interface FlowMeta {
  id: string;
  folder_id: string | null;
  /** Nothing of it can be changed until it is unlocked. */
  locked?: boolean | null;
  [key: string]: unknown;
}

export interface DocumentState extends Content {
  /** The open flow without its content; null while loading. */
  flow: FlowMeta | null;
  /** Keys of the flow's data besides nodes, edges and viewport, kept as they came. */
  rest: Record<string, unknown>;
  viewport: FlowData["viewport"] | null;
  report: OpenReport;
  selectedNodes: ReadonlySet<string>;
  selectedEdges: ReadonlySet<string>;
  past: readonly Entry[];
  future: readonly Entry[];
  saveState: SaveState;
  saveError: Explained | null;
  /** The name that the flow got after its nodes; it goes on adapting until a person chooses one. */
  givenName: string | null;
  /** Why the last name could not be taken. */
  nameProblem: string | null;
  loadError: Explained | null;
  /** How often something could not be changed because the flow is locked. */
  refusals: number;
}

const NOTHING: ReadonlySet<string> = new Set();
const KEPT_ENTRIES = 200;
const MERGE_MS = 1200;

const CLOSED: DocumentState = {
  flow: null,
  name: "",
  description: null,
  nodes: [],
  edges: [],
  outer: [],
  rest: {},
  viewport: null,
  report: { repaired: 0, broken: [] },
  selectedNodes: NOTHING,
  selectedEdges: NOTHING,
  past: [],
  future: [],
  saveState: "saved",
  saveError: null,
  givenName: null,
  nameProblem: null,
  loadError: null,
  refusals: 0,
};

/** The open flow: content, selection, undo log, state of saving. Change it through `change` and the acts in edits.ts. */
export const useDocument = create<DocumentState>(() => CLOSED);

/** The name that the server has: a name is sent only when it changed, so that a taken one cannot hold up all else. */
let savedName = "";

/** The nodes and wires of the version that the server has under this ETag, as the objects that it was read or sent as. */
interface Stored extends Graph {
  etag: string | null;
}

let stored: Stored = { nodes: [], edges: [], etag: null };

interface Body {
  name: string;
  description: string | null;
  data: FlowData;
  locked: boolean;
}

const saver = new Saver<Body>({
  read: () => {
    const { name, description, flow } = useDocument.getState();
    return { name, description, data: currentData(), locked: flow?.locked === true };
  },
  send: async ({ name, ...body }, etag) => {
    if (name === savedName) return patch(body, etag);
    try {
      const tag = await patch({ ...body, name }, etag);
      savedName = name;
      return tag;
    } catch (error) {
      if (!isNameTaken(error)) throw error;
      if (name === useDocument.getState().givenName) return patchNumbered(name, body, etag);
      const tag = await patch(body, etag);
      useDocument.setState({ name: savedName, nameProblem: `There is a flow called “${name}” already.` });
      return tag;
    }
  },
  onState: (saveState, saveError) => useDocument.setState({ saveState, saveError }),
});

/** Saves under a name given after the nodes, which others may have too: with the first free number. */
async function patchNumbered(name: string, body: Partial<Body>, etag: string | null): Promise<string | null> {
  for (let number = 1; number < 100; number++) {
    const numbered = `${name} (${number})`;
    try {
      const tag = await patch({ ...body, name: numbered }, etag);
      savedName = numbered;
      if (useDocument.getState().name === name) useDocument.setState({ name: numbered, givenName: numbered });
      return tag;
    } catch (error) {
      if (!isNameTaken(error)) throw error;
    }
  }
  return patch(body, etag);
}

function isNameTaken(error: unknown): boolean {
  return error instanceof ApiError && /must be unique/i.test(error.message);
}

async function patch(
  body: Partial<Body> & { endpoint_name?: string | null },
  etag: string | null,
): Promise<string | null> {
  const path = { flow_id: useDocument.getState().flow?.id ?? "" };
  const { data, endpoint_name, ...header } = body;
  const isKnown = etag !== null && etag === stored.etag;
  const reply =
    data && isKnown
      ? client.PATCH("/api/v1/flows/{flow_id}/data", {
          params: { path, header: { "if-match": etag } },
          body: { ...header, ...changesOf(data) } as never,
        })
      : client.PATCH("/api/v1/flows/{flow_id}", {
          params: { path },
          body: body as never,
          headers: etag ? { "If-Match": etag } : undefined,
          // The flow comes back as it was sent: nobody reads it.
          parseAs: "arrayBuffer",
        });
  const saved = await readWithTag(reply as never);
  if (data) stored = { nodes: data.nodes, edges: data.edges, etag: saved.etag };
  else if (isKnown) stored = { ...stored, etag: saved.etag };
  return saved.etag;
}

/** What is new in the flow's data, so that a change of one node costs one node. */
function changesOf({ nodes, edges, ...rest }: FlowData) {
  return { rest, nodes: piecesOf(stored.nodes, nodes), edges: piecesOf(stored.edges, edges) };
}

async function getFlow(id: string): Promise<{ data: Flow; etag: string | null }> {
  const { data, etag } = await readWithTag(
    client.GET("/api/v1/flows/{flow_id}", { params: { path: { flow_id: id } } }),
  );
  return { data: data as unknown as Flow, etag };
}

/** The open flow's data as it would be stored now. */
export function currentData(): FlowData {
  const state = useDocument.getState();
  const { nodes, edges } = rootGraph(state);
  return { ...state.rest, viewport: state.viewport ?? { x: 0, y: 0, zoom: 1 }, nodes: [...nodes], edges: [...edges] };
}

/** Lists of nodes are never changed in place: what each was last folded into. */
const folded = new WeakMap<
  readonly FlowNode[],
  { edges: readonly FlowEdge[]; outer: readonly Level[]; graph: Graph }
>();

/** The whole flow, also while a group is open. The same object until something of it changes. */
export function rootGraph({ nodes, edges, outer }: Pick<Content, "nodes" | "edges" | "outer">): Graph {
  const known = folded.get(nodes);
  if (known?.edges === edges && known.outer === outer) return known.graph;
  const graph = foldLevels(outer, { nodes, edges });
  folded.set(nodes, { edges, outer, graph });
  return graph;
}

/** Loads a flow into the editor. Undo begins anew. */
export async function openDocument(flowId: string): Promise<void> {
  await flushDocument();
  if (useDocument.getState().flow?.id !== flowId) useDocument.setState({ ...CLOSED });
  try {
    const { data, etag } = await getFlow(flowId);
    showFlow(data, etag);
  } catch (error) {
    useDocument.setState({ ...CLOSED, loadError: explain(error) });
  }
}

/** Puts a flow as the server has it into the editor. */
export function showFlow(flow: Flow, etag: string | null): void {
  const { data, name, description, ...meta } = flow;
  const { nodes: opened, edges, report } = openData(data);
  const nodes = isUnplaced(data?.nodes) ? laidOut(opened, edges) : opened;
  const { nodes: _nodes, edges: _edges, viewport, ...rest } = data ?? { nodes: [], edges: [] };
  useDocument.setState({
    ...CLOSED,
    flow: meta,
    name,
    description,
    nodes,
    edges,
    report,
    rest,
    viewport: viewport ?? null,
  });
  savedName = name;
  stored = { nodes: data?.nodes ?? [], edges: data?.edges ?? [], etag };
  saver.reset(etag);
}

/** Opens a group of the canvas in place: its nodes take the place of those around it. */
export function openGroup(groupId: string): void {
  const { nodes, edges, outer, report } = useDocument.getState();
  const group = nodes.find(({ id }) => id === groupId);
  if (!group || !isGroup(group)) return;
  const held = openedGraph(group);
  const inside = openData({ nodes: [...held.nodes], edges: [...held.edges] });
  const opened: Graph = { nodes: inside.nodes, edges: inside.edges };
  useDocument.setState({
    ...opened,
    outer: [...outer, { groupId, nodes, edges, opened, broken: report.broken }],
    report: inside.report,
    selectedNodes: NOTHING,
    selectedEdges: NOTHING,
  });
}

/** Leaves the innermost open group, which is then selected. */
export function closeGroup(): void {
  const { nodes, edges, outer } = useDocument.getState();
  const level = outer.at(-1);
  if (!level) return;
  const around = foldLevel(level, { nodes, edges });
  useDocument.setState({
    nodes: around.nodes,
    edges: around.edges,
    outer: outer.slice(0, -1),
    report: { repaired: 0, broken: [...level.broken] },
    selectedNodes: new Set([level.groupId]),
    selectedEdges: NOTHING,
  });
}

/** The innermost open group's id; undefined when the flow itself is on the canvas. */
export function openGroupId({ outer }: Pick<Content, "outer">): string | undefined {
  return outer.at(-1)?.groupId;
}

/** Puts a group, wherever it is nested, on the canvas; undefined the flow itself. False when there is no such group. */
export function goToGroup(groupId: string | undefined): boolean {
  if (groupId === undefined) return goTo([]);
  const around = groupsAround(rootGraph(useDocument.getState()).nodes, groupId);
  return around !== null && goTo([...around, groupId]);
}

/** Puts on the canvas what a node stands among. False when there is no such node. */
export function goToNode(nodeId: string): boolean {
  const state = useDocument.getState();
  if (state.nodes.some(({ id }) => id === nodeId)) return true;
  const around = groupsAround(rootGraph(state).nodes, nodeId);
  return around !== null && goTo(around);
}

function goTo(path: readonly string[]): boolean {
  const isOnTheWay = ({ outer }: DocumentState) => outer.every((level, index) => path[index] === level.groupId);
  while (!isOnTheWay(useDocument.getState())) closeGroup();
  for (const id of path.slice(useDocument.getState().outer.length)) openGroup(id);
  return openGroupId(useDocument.getState()) === path.at(-1);
}

/** Has no node a position of its own? (Flows written by programs.) */
function isUnplaced(nodes: readonly FlowNode[] | undefined): boolean {
  return (
    nodes !== undefined &&
    nodes.length > 0 &&
    nodes.every(({ position }) => !position || (position.x === 0 && position.y === 0 && nodes.length > 1))
  );
}

function laidOut(nodes: readonly FlowNode[], edges: readonly FlowEdge[]): FlowNode[] {
  const places = tidyPlaces(nodes, edges);
  return nodes.map((node) => ({ ...node, position: places.get(node.id) ?? node.position }));
}

/** Lists of nodes are never changed in place: each is indexed once. */
const indexes = new WeakMap<readonly FlowNode[], ReadonlyMap<string, FlowNode>>();

/** The node of this id among some nodes, or undefined. */
export function nodeAmong(nodes: readonly FlowNode[], id: string): FlowNode | undefined {
  const index = indexes.get(nodes) ?? new Map(nodes.map((node) => [node.id, node]));
  indexes.set(nodes, index);
  return index.get(id);
}

/** Sends unsaved changes now; settles when the server has them (or saving is stopped by a conflict). Call before a run. */
export function flushDocument(): Promise<void> {
  return saver.flush();
}

/** Sets the name under which programs reach the flow; null: its id alone. Throws `ApiError`, also when it is taken. */
export async function setEndpointName(endpoint_name: string | null): Promise<void> {
  await saver.sendBeside((etag) => patch({ endpoint_name }, etag));
  const { flow } = useDocument.getState();
  if (flow) useDocument.setState({ flow: { ...flow, endpoint_name } });
}

/** Is there anything that the server has not confirmed? */
export function isUnsaved(): boolean {
  return saver.isDirty;
}

/** Looks whether another window or program changed the flow; shows the newer one when nothing here is unsaved. */
export async function checkForNewer(): Promise<void> {
  const id = useDocument.getState().flow?.id;
  if (!id || saver.isDirty || useDocument.getState().saveState !== "saved") return;
  const { data, etag } = await getFlow(id);
  const isSame = useDocument.getState().flow?.id === id && !saver.isDirty;
  if (!isSame || etag === saver.tag) return;
  const open = openGroupId(useDocument.getState());
  showFlow(data, etag);
  goToGroup(open);
}

/** What another window or program made of the flow while this one had changes of its own. */
export interface Theirs {
  version: Graph;
  /** What both came from. */
  base: Graph;
  header: { name: string; description: string | null };
  baseHeader: { name: string; description: string | null } | null;
  etag: string | null;
}

/** The server's version of a flow in conflict, and the one that both came from, as far as it is still kept. */
export async function readTheirs(): Promise<Theirs> {
  const flow_id = useDocument.getState().flow?.id ?? "";
  const revision_id = Number(saver.tag?.replaceAll('"', "") ?? 0);
  const path = { flow_id, revision_id };
  const [theirs, base] = await Promise.all([
    getFlow(flow_id),
    read(client.GET("/api/v1/flows/{flow_id}/revisions/{revision_id}", { params: { path } })).catch(
      (error: unknown) => {
        // Thinned out: then all that differs is asked for.
        if (error instanceof ApiError && error.status === 404) return null;
        throw error;
      },
    ) as Promise<unknown> as Promise<Flow | null>,
  ]);
  const { name, description, data } = theirs.data;
  return {
    version: openData(data),
    base: openData(base?.data),
    header: { name, description },
    baseHeader: base && { name: base.name, description: base.description },
    etag: theirs.etag,
  };
}

/** Answers a conflict with both versions joined; an undoable act. What is here of name and description counts if changed. */
export function takeMerged({ nodes, edges }: Graph, { header, baseHeader, etag }: Theirs): void {
  const here = useDocument.getState();
  const name = baseHeader && here.name === savedName ? header.name : here.name;
  const description = here.description === baseHeader?.description ? header.description : here.description;
  savedName = header.name;
  const merged = { nodes, edges, outer: [], name, description };
  // A locked flow refuses what a person does to it; it must not refuse what came from elsewhere.
  if (here.flow?.locked === true) useDocument.setState(merged);
  else change("Merge changes made elsewhere", () => merged);
  saver.rebase(etag);
}

/** Makes the flow what it was in another version, but for its name, as one undoable act. */
export function restoreVersion(then: Graph & { description: string | null }, label: string): void {
  const { nodes, edges } = openData({ nodes: [...then.nodes], edges: [...then.edges] });
  change(label, () => ({ nodes, edges, outer: [], description: then.description }));
}

/** Answers a conflict by taking the server's flow; what was changed here since is given up. */
export async function reloadDocument(): Promise<void> {
  const id = useDocument.getState().flow?.id;
  if (!id) return;
  const { data, etag } = await getFlow(id);
  showFlow(data, etag);
}

/** Answers a conflict by keeping what is here as a flow of its own; gives its id. */
export async function saveAsCopy(): Promise<string> {
  const { name, description, flow } = useDocument.getState();
  const body = { name: `${name} (copy)`, description, data: currentData(), folder_id: flow?.folder_id ?? null };
  const copy = await read(client.POST("/api/v1/flows/", { body: body as never }));
  saver.stop();
  return copy.id;
}

/** Takes the flow out of the trash, where somebody has put it meanwhile, and saves what is here. */
export async function bringBack(): Promise<void> {
  const id = useDocument.getState().flow?.id ?? "";
  await read(client.POST("/api/v1/trash/flows/{flow_id}/restore", { params: { path: { flow_id: id } } }));
  saver.rebase(saver.tag);
}

/** One undoable change. `recipe` gives the new parts of the content; acts with the same `mergeKey` in a row are one. */
export function change(
  label: string,
  recipe: (content: Content) => Partial<Content>,
  mergeKey: string | null = null,
): void {
  const state = useDocument.getState();
  if (isRefused(state)) return;
  const before = contentOf(state);
  const after = recipe(before);
  if (Object.entries(after).every(([key, value]) => before[key as keyof Content] === value)) return;
  const now = Date.now();
  const last = state.past.at(-1);
  const isMerged = mergeKey !== null && last?.mergeKey === mergeKey && now - last.at_ms < MERGE_MS;
  const past = isMerged
    ? [...state.past.slice(0, -1), { ...last, at_ms: now }]
    : [...state.past.slice(1 - KEPT_ENTRIES), { label, mergeKey, at_ms: now, before }];
  useDocument.setState({ ...after, past, future: [], ...trimSelection(after, state) });
  saver.changed();
}

/** A locked flow takes no change; what was tried is counted, so that it can be said. */
function isRefused({ flow, refusals }: DocumentState): boolean {
  if (!flow?.locked) return false;
  useDocument.setState({ refusals: refusals + 1 });
  return true;
}

/** Keeps the flow from being changed, or opens it to changes again. */
export function setLocked(locked: boolean): void {
  const { flow } = useDocument.getState();
  if (!flow) return;
  useDocument.setState({ flow: { ...flow, locked } });
  saver.changed();
}

function contentOf({ name, description, nodes, edges, outer }: DocumentState): Content {
  return { name, description, nodes, edges, outer };
}

/** Takes back the last act. */
export function undo(): void {
  const { past, future } = useDocument.getState();
  travel(past, future, (rest, other) => ({ past: rest, future: other }));
}

/** Does again what was taken back. */
export function redo(): void {
  const { past, future } = useDocument.getState();
  travel(future, past, (rest, other) => ({ future: rest, past: other }));
}

type Log = readonly Entry[];

function travel(from: Log, to: Log, place: (rest: Log, other: Log) => Partial<DocumentState>): void {
  const entry = from.at(-1);
  const state = useDocument.getState();
  if (!entry || isRefused(state)) return;
  const opposite: Entry = { ...entry, before: contentOf(state), mergeKey: null };
  useDocument.setState({
    ...entry.before,
    ...place(from.slice(0, -1), [...to, opposite]),
    ...trimSelection(entry.before, state),
  });
  saver.changed();
}

function trimSelection(after: Partial<Content>, state: DocumentState): Partial<DocumentState> {
  const selectedNodes = kept(state.selectedNodes, after.nodes);
  const selectedEdges = kept(state.selectedEdges, after.edges);
  // What stays is the very same set, so that nothing is drawn anew for it.
  return { ...(selectedNodes && { selectedNodes }), ...(selectedEdges && { selectedEdges }) };
}

/** What of a selection is still there; null when all of it is. */
function kept(selected: ReadonlySet<string>, parts: readonly { id: string }[] | undefined): ReadonlySet<string> | null {
  if (!parts || selected.size === 0) return null;
  const ids = new Set(parts.map(({ id }) => id));
  const left = [...selected].filter((id) => ids.has(id));
  return left.length < selected.size ? new Set(left) : null;
}

/** Selects nodes and wires, and nothing else. */
export function select(nodes: Iterable<string>, edges: Iterable<string> = []): void {
  useDocument.setState({ selectedNodes: new Set(nodes), selectedEdges: new Set(edges) });
}

/** Remembers where the camera stands; it is stored with the next change of the flow. */
export function setViewport(viewport: NonNullable<FlowData["viewport"]>): void {
  useDocument.setState({ viewport });
}
