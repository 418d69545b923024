import { Maximize2, Minimize2, PanelRight, X } from "lucide-react";
import { type CSSProperties, type PointerEvent, type ReactNode, useRef } from "react";
import { fillWithDock, toggleDock } from "@/actions/inspect";
import { type DockTab, useView } from "@/canvas/view";
import { IconButton } from "@/ui/icon_button";
import { Tabs } from "@/ui/tabs";
import "./dock.css";

const NARROWEST = 300;
const WIDEST = 720;

/** The panel on the right: chat and node. Its width is dragged at the left edge and remembered. */
export function Dock({ tabs }: { tabs: readonly { value: DockTab; label: string; content: ReactNode }[] }) {
  const isOpen = useView((view) => view.isDockOpen);
  const tab = useView((view) => view.dockTab);
  const width = useView((view) => view.dockWidth);
  const isFull = useView((view) => view.isDockFull);
  const start = useRef<{ x: number; width: number } | null>(null);

  const onPointerMove = (event: PointerEvent) => {
    if (start.current) setWidth(start.current.width + start.current.x - event.clientX);
  };

  return (
    <>
      {isOpen ? null : (
        <div className="dock-opener">
          <IconButton label="Open the dock" shortcut="]" onClick={() => void toggleDock.perform()}>
            <PanelRight />
          </IconButton>
        </div>
      )}
      {/* Stays mounted while closed, so that a conversation goes on. */}
      <aside
        className="dock"
        aria-label="Dock"
        hidden={!isOpen}
        style={{ "--dock-width": isFull ? "100%" : `${width}px` } as CSSProperties}
      >
        {/* biome-ignore lint/a11y/useSemanticElements: an hr cannot be dragged. */}
        <div
          className="dock-edge"
          role="separator"
          aria-label="Width of the dock"
          aria-orientation="vertical"
          aria-valuenow={width}
          aria-valuemin={NARROWEST}
          aria-valuemax={WIDEST}
          tabIndex={0}
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture(event.pointerId);
            start.current = { x: event.clientX, width };
          }}
          onPointerMove={onPointerMove}
          onPointerUp={() => {
            start.current = null;
          }}
          onKeyDown={(event) => {
            if (event.key === "ArrowLeft") setWidth(width + 20);
            if (event.key === "ArrowRight") setWidth(width - 20);
          }}
        />
        <Tabs
          label="Dock"
          value={tab}
          onChange={(value) => useView.setState({ dockTab: value as DockTab })}
          tabs={tabs.map((each) => ({ ...each, content: <Titled title={each.label}>{each.content}</Titled> }))}
          extra={
            <>
              <IconButton
                label={isFull ? "Make the dock small" : "Make the dock large"}
                shortcut="}"
                onClick={() => void fillWithDock.perform()}
              >
                {isFull ? <Minimize2 /> : <Maximize2 />}
              </IconButton>
              <IconButton label="Close the dock" shortcut="]" onClick={() => void toggleDock.perform()}>
                <X />
              </IconButton>
            </>
          }
        />
      </aside>
    </>
  );
}

/** A tab's content under its own heading, for those who go by headings. */
function Titled({ title, children }: { title: string; children: ReactNode }) {
  return (
    <>
      <h2 className="visually-hidden">{title}</h2>
      {children}
    </>
  );
}

function setWidth(width: number): void {
  useView.setState({ isDockFull: false, dockWidth: Math.min(WIDEST, Math.max(NARROWEST, Math.round(width))) });
}
