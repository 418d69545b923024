import { beforeEach, describe, expect, it } from "vitest";
import {
  change,
  closeGroup,
  goToNode,
  openGroup,
  redo,
  rootGraph,
  showFlow,
  undo,
  useDocument,
} from "@/document/document";
import { groupSelection, setField, ungroup } from "@/document/edits";
import { connect, outputNamed } from "@/document/graph";
import { allIds, innerGraph, openedGraph, pasteClip, whyNoGroup } from "@/document/groups";
import { sourceName, targetName } from "@/document/handles";
import { component, listener, node, textField } from "@/document/sample_flows";

/** Takes two texts, gives one. */
const joiner = component("Joiner", { left: textField("left"), right: textField("right") }, { joined: "Message" });

const first = node("Joiner-aaaaa", joiner, 0, 0);
const second = node("Joiner-bbbbb", joiner, 300, 40);
const third = node("Joiner-ccccc", joiner, 600, 0);
const hear = node("Listener-ddddd", listener, 900, 0);

function wire(edges: ReturnType<typeof connect>, from: typeof first, to: typeof first, field: string) {
  const output = outputNamed(from, "joined");
  if (!output) throw new Error("joiners have an output");
  return connect(edges, from, output, to, field);
}

const nodes = [first, second, third, hear];
const edges = wire(wire(wire([], first, second, "left"), second, third, "left"), third, hear, "input_value");
const middle = new Set([second.id, third.id]);

const ends = () =>
  useDocument.getState().edges.map((edge) => `${edge.source}.${sourceName(edge)} → ${edge.target}.${targetName(edge)}`);

function groupIn(state = useDocument.getState()) {
  const found = state.nodes.find(({ data }) => data.type === "GroupNode");
  if (!found) throw new Error("no group");
  return found;
}

function makeIt() {
  useDocument.setState({ selectedNodes: middle });
  expect(groupSelection()).toBeNull();
  return groupIn();
}

beforeEach(() => {
  const data = { nodes, edges: [...edges] };
  showFlow(
    {
      id: "f",
      name: "F",
      description: null,
      data,
      is_component: false,
      updated_at: null,
      folder_id: null,
      endpoint_name: null,
    },
    null,
  );
});

describe("what can be a group", () => {
  const graph = { nodes, edges };
  it("is two nodes or more, in one piece, with one end, without the chat", () => {
    expect(whyNoGroup(graph, middle)).toBeNull();
    expect(whyNoGroup(graph, new Set([first.id]))).toContain("at least two");
    expect(whyNoGroup(graph, new Set([first.id, third.id]))).toContain("wired");
    const side = node("Joiner-eeeee", joiner);
    const forked = { nodes: [...nodes, side], edges: wire([...edges], first, side, "right") };
    expect(whyNoGroup(forked, new Set([first.id, second.id, side.id]))).toContain("ends in one node");
    const chat = node("ChatOutput-fffff", listener);
    const talking = { nodes: [...nodes, chat], edges: wire([...edges], third, chat, "input_value") };
    expect(whyNoGroup(talking, new Set([third.id, chat.id]))).toContain("outside of groups");
  });
});

describe("a group", () => {
  it("shows the fields and outputs that nothing inside uses, and keeps the wires around it", () => {
    const group = makeIt();
    expect(Object.keys(group.data.node?.template ?? {})).toEqual([
      "left_Joiner-bbbbb",
      "right_Joiner-bbbbb",
      "right_Joiner-ccccc",
    ]);
    expect(group.data.node?.template["left_Joiner-bbbbb"]?.proxy).toEqual({ id: second.id, field: "left" });
    expect(group.data.node?.outputs?.map(({ name }) => name)).toEqual(["Joiner-ccccc_joined"]);
    expect(ends()).toEqual([
      `Joiner-aaaaa.joined → ${group.id}.left_Joiner-bbbbb`,
      `${group.id}.Joiner-ccccc_joined → Listener-ddddd.input_value`,
    ]);
    const [into, outOf] = useDocument.getState().edges;
    expect(into?.data?.targetHandle.proxy).toEqual({ id: second.id, field: "left" });
    expect(outOf?.data?.sourceHandle.dataType).toBe("GroupNode");
    expect(innerGraph(group).edges).toHaveLength(1);
  });

  it("comes apart again with all its wires, places and values", () => {
    const before = ends();
    const group = makeIt();
    setField(group.id, "right_Joiner-bbbbb", "typed on the group");
    ungroup([group.id]);
    expect(ends().toSorted()).toEqual(before.toSorted());
    const freed = useDocument.getState().nodes.find(({ id }) => id === second.id);
    expect(freed?.position).toEqual(second.position);
    expect(freed?.data.node?.template.right?.value).toBe("typed on the group");
    undo();
    undo();
    undo();
    expect(useDocument.getState().nodes).toEqual(nodes);
    expect(ends()).toEqual(before);
  });

  it("opens in place with the values that count, and takes over what is changed in it", () => {
    const group = makeIt();
    setField(group.id, "right_Joiner-bbbbb", "from around");
    openGroup(group.id);
    const inner = () => useDocument.getState().nodes;
    expect(inner().map(({ id }) => id)).toEqual([second.id, third.id]);
    expect(inner()[0]?.data.node?.template.right?.value).toBe("from around");
    setField(third.id, "right", "from inside");
    expect(rootGraph(useDocument.getState()).nodes).toHaveLength(3);
    closeGroup();
    expect(groupIn().data.node?.template["right_Joiner-ccccc"]?.value).toBe("from inside");
    expect(openedGraph(groupIn()).nodes[1]?.data.node?.template.right?.value).toBe("from inside");
    expect(useDocument.getState().selectedNodes).toEqual(new Set([group.id]));
  });

  it("is left as it was when nothing in it was changed", () => {
    const group = makeIt();
    openGroup(group.id);
    closeGroup();
    expect(groupIn()).toBe(group);
  });

  it("shows a new inner field, and loses wires into one that went", () => {
    const group = makeIt();
    openGroup(group.id);
    const added = node("Joiner-ggggg", joiner, 0, 300);
    change("Add", (content) => ({
      nodes: [...content.nodes.filter(({ id }) => id !== second.id), added],
      edges: wire([], added, third, "left"),
    }));
    closeGroup();
    expect(Object.keys(groupIn().data.node?.template ?? {})).toContain("left_Joiner-ggggg");
    expect(ends()).toEqual([`${group.id}.Joiner-ccccc_joined → Listener-ddddd.input_value`]);
  });

  it("is gone into and out of by undo, where the change was made", () => {
    const group = makeIt();
    openGroup(group.id);
    setField(third.id, "right", "x");
    closeGroup();
    undo();
    expect(useDocument.getState().outer.map(({ groupId }) => groupId)).toEqual([group.id]);
    expect(useDocument.getState().nodes[1]?.data.node?.template.right?.value).toBe("");
    redo();
    expect(rootGraph(useDocument.getState()).nodes).toHaveLength(3);
  });

  it("can hold a group, whose wires from around lead all the way in", () => {
    const inner = makeIt();
    useDocument.setState({ selectedNodes: new Set([first.id, inner.id]) });
    expect(groupSelection()).toBeNull();
    const outer = groupIn();
    expect(outer.id).not.toBe(inner.id);
    expect(goToNode(third.id)).toBe(true);
    expect(useDocument.getState().outer.map(({ groupId }) => groupId)).toEqual([outer.id, inner.id]);
    setField(third.id, "right", "deep");
    const [found] = rootGraph(useDocument.getState()).nodes.filter(({ id }) => id === outer.id);
    const key = `right_Joiner-ccccc_${inner.id}`;
    expect(found?.data.node?.template[key]?.value).toBe("deep");
  });

  it("is copied with ids of its own inside, and the wires of the copy lead into the copy", () => {
    const group = makeIt();
    const { nodes: now, edges: wires } = useDocument.getState();
    const clip = { nodes: [first, group], edges: wires.filter(({ target }) => target === group.id) };
    const pasted = pasteClip(clip, now, allIds(now), { x: 0, y: 500 });
    const copy = pasted.nodes[1];
    const [innerId] = innerGraph(copy as typeof group).nodes.map(({ id }) => id);
    expect(allIds(now).has(innerId as string)).toBe(false);
    expect(pasted.edges.map((edge) => targetName(edge))).toEqual([`left_${innerId}`]);
    expect(copy?.data.node?.template[`left_${innerId}`]?.proxy?.id).toBe(innerId);
    expect(copy?.data.node?.outputs?.[0]?.proxy?.id).toBe(innerGraph(copy as typeof group).nodes[1]?.id);
    expect(innerGraph(copy as typeof group).edges[0]?.source).toBe(innerId);
  });
});
