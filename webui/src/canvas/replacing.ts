import { explain } from "@/api/errors";
import type { ComponentTemplate, FlowNode } from "@/api/flow_data";
import { freshComponent } from "@/canvas/outdated";
import { useView } from "@/canvas/view";
import type { CatalogueEntry } from "@/catalogue/catalogue";
import { withComponentTaken } from "@/document/component_update";
import { useDocument } from "@/document/document";
import { nodeById, takeComponents } from "@/document/edits";
import { nodeName } from "@/document/graph";
import { targetName, typeKey } from "@/document/handles";
import { fuzzyScore } from "@/ui/fuzzy";
import { notify } from "@/ui/notice";

/** Opens the list of components that can take a node's place, beside its header. */
export function openReplace(nodeId: string): void {
  const node = nodeById(nodeId);
  const { camera } = useView.getState();
  if (!node || !camera) return;
  const screen = camera.toScreen({ x: node.position.x + 12, y: node.position.y + 40 });
  useView.setState({
    quickAdd: { screen, at: null, from: null, into: null, onlyFitting: false, replaces: nodeId },
  });
}

/** How much of a node a component could take over: fields of the same name count, wired ones more; then the name. */
export function likenessTo(node: FlowNode): (entry: CatalogueEntry) => number {
  const keys = Object.keys(node.data.node?.template ?? {}).filter((key) => !key.startsWith("_") && key !== "code");
  const wired = new Set(
    useDocument
      .getState()
      .edges.filter(({ target }) => target === node.id)
      .map(targetName),
  );
  const outputs = new Set((node.data.node?.outputs ?? []).map(({ name }) => name));
  const words = [nodeName(node), typeKey(node)];
  return ({ type, component }) => {
    const fields = keys.filter((key) => component.template[key]);
    const shared = fields.length * 2 + fields.filter((key) => wired.has(key)).length * 4;
    const given = (component.outputs ?? []).filter(({ name }) => outputs.has(name)).length * 4;
    const names = [component.display_name ?? type, type];
    const alike = words.some((word) => names.some((name) => fuzzyScore(word, name) > 0 || fuzzyScore(name, word) > 0));
    return shared + given + (alike ? 12 : 0);
  };
}

/** Puts a component in a node's place; its values and wires stay where they fit, and what does not is said. */
export async function replaceNode(nodeId: string, entry: CatalogueEntry): Promise<void> {
  const node = nodeById(nodeId);
  const before = node?.data.node;
  if (!node || !before) return;
  let component: ComponentTemplate;
  try {
    component = await freshComponent(before, entry.type, entry.component);
  } catch (error) {
    notify({ text: explain(error).what, tone: "error" });
    return;
  }
  const { lost } = withComponentTaken(useDocument.getState(), nodeId, entry.type, component);
  const name = component.display_name ?? entry.type;
  takeComponents([{ nodeId, type: entry.type, component }], `Replace ${nodeName(node)} with ${name}`);
  if (lost.length) notify({ text: `${name} has no place for this: ${lost.join("; ")}.` });
}
