import { ViewportPortal } from "@xyflow/react";
import { create } from "zustand";
import { faceOfEntry, landing } from "@/canvas/adding";
import { handleAt } from "@/canvas/paint";
import { shownNodes } from "@/canvas/shown";
import type { Rect } from "@/canvas/snap";
import type { QuickAdd } from "@/canvas/view";
import { wirePath } from "@/canvas/wire_path";
import { familyOfStart } from "@/canvas/wiring";
import type { Found } from "@/catalogue/search";

interface Landing {
  name: string;
  rect: Rect;
  /** The wire that will be drawn. */
  wire: { path: string; family: string } | null;
}

/** Where what is chosen in quick-add will come to stand; null while nothing is. */
const useLanding = create<{ landing: Landing | null }>(() => ({ landing: null }));

/** Shows where a component would land, and its wire; null shows nothing. */
export function showLanding(found: Found | null, request: QuickAdd): void {
  useLanding.setState({ landing: found && landingOf(found, request) });
}

function landingOf({ entry, fit }: Found, { at, from, into }: QuickAdd): Landing {
  const face = faceOfEntry(entry, fit);
  const place = into && at ? at : landing(entry, at, from, fit);
  const source = from && shownNodes().find(({ id }) => id === from.nodeId);
  const start = from && handleAt(source ?? undefined, from.name, from.kind === "output" ? "source" : "target");
  const y =
    fit?.kind === "field"
      ? face.rows.find(({ key }) => key === fit.key)?.handleY
      : face.outputs.find(({ output }) => output.name === fit?.output.name)?.handleY;
  const end = { x: fit?.kind === "field" ? place.x : place.x + face.width, y: place.y + (y ?? 0) };
  const path =
    start && y != null
      ? from.kind === "output"
        ? wirePath(start.x, start.y, end.x, end.y)
        : wirePath(end.x, end.y, start.x, start.y)
      : null;
  return {
    name: entry.component.display_name ?? entry.type,
    rect: { ...place, width: face.width, height: face.height },
    wire: path && from ? { path, family: familyOfStart(from) } : null,
  };
}

/** The outline of the node to come. */
export function LandingGhost() {
  const shown = useLanding((state) => state.landing);
  if (!shown) return null;
  const { name, rect, wire } = shown;
  return (
    <ViewportPortal>
      {wire ? (
        <svg className="landing-wire" aria-hidden="true">
          <path className={`wire-drawn family-${wire.family}`} d={wire.path} />
        </svg>
      ) : null}
      <div
        className="ghost landing-ghost"
        aria-hidden="true"
        style={{ transform: `translate(${rect.x}px, ${rect.y}px)`, width: rect.width, height: rect.height }}
      >
        {name}
      </div>
    </ViewportPortal>
  );
}
