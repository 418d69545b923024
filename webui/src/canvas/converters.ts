import type { Link } from "@/canvas/wiring";
import { mainPlace } from "@/canvas/wiring";
import type { CatalogueEntry } from "@/catalogue/catalogue";
import { useDocument } from "@/document/document";
import { addNode } from "@/document/edits";
import { faceOf, freeSpot } from "@/document/face";
import { connect, isNote } from "@/document/graph";
import { outputTypes, typesFit } from "@/document/handles";
import { type InputPlace, withPlace } from "@/document/new_variable";

/** Components that turn one kind of value into another, plain ones first. */
const CONVERTERS = ["ParseData", "MessagetoData", "CreateData", "ParseDataFrame", "Prompt"];

/** A component that would make a refused connection possible. */
export interface Converter {
  entry: CatalogueEntry;
  into: InputPlace;
  output: string;
}

/** The converter between an output and a field that do not fit; null when none is known. */
export function converterFor(
  { source, output, field }: Pick<Link, "source" | "output" | "field">,
  catalogue: ReadonlyMap<string, CatalogueEntry>,
): Converter | null {
  for (const type of CONVERTERS) {
    const entry = catalogue.get(type);
    const into = entry && mainPlace(entry.component, outputTypes(output), source);
    const out = entry?.component.outputs?.find((candidate) => typesFit(outputTypes(candidate), type, field));
    if (entry && into && out) return { entry, into, output: out.name };
  }
  return null;
}

/** Puts the converter between the two nodes, wired on both sides, as one act. */
export function insertConverter(
  { source, output, target, key }: Link,
  { entry, into, output: outName }: Converter,
): string {
  const sizes = (id: string) => {
    const node = useDocument.getState().nodes.find((each) => each.id === id);
    return node
      ? {
          ...node.position,
          ...faceOf(node, { wired: new Set(), hasError: false, hasPreview: false, hasNote: false, hasOffer: false }),
        }
      : null;
  };
  const from = sizes(source.id);
  const to = sizes(target.id);
  const middle = {
    x: ((from?.x ?? 0) + (from?.width ?? 0) + (to?.x ?? 0)) / 2 - 132,
    y: ((from?.y ?? 0) + (to?.y ?? 0)) / 2,
  };
  const taken = useDocument
    .getState()
    .nodes.flatMap((node) => (isNote(node) ? [] : [sizes(node.id)].filter((size) => size !== null)));
  const place = freeSpot(middle, { width: 264, height: 200 }, taken);
  return addNode(entry.type, withPlace(entry.component, into), place, (node, { edges }) => {
    const out = node.data.node?.outputs?.find(({ name }) => name === outName);
    const first = connect(edges, source, output, node, into.key);
    return out ? connect(first, node, out, target, key) : first;
  });
}
