import { useEffect, useState } from "react";
import { client } from "@/api/client";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { dressWindow } from "@/window/dress";
import { followWindow, type WindowEvent } from "@/window/events";
import { useWindow } from "@/window/window";

const PAGES: Record<string, string> = { home: "/", settings: "/settings/models", shortcuts: "/settings/shortcuts" };

/** What the native window asks of its page: to show a flow or a page, and what becomes of runs when it closes. */
export function NativeWindow({ onGo }: { onGo: (path: string) => void }) {
  const isWindow = useWindow()?.is_window ?? false;
  const [runs, setRuns] = useState(0);

  useEffect(() => {
    if (!isWindow) return;
    const stop = new AbortController();
    const hear = ({ event, data }: WindowEvent) => {
      if (event === "open_flow") onGo(`/flow/${data.flow_id}`);
      else if (event === "quit_asked") setRuns(data.runs);
      else if (event === "act" && data.name === "docs") window.open("/docs", "_blank");
      else if (event === "act") onGo(PAGES[data.name] ?? "/");
    };
    void followWindow(hear, stop.signal);
    const undress = dressWindow();
    return () => {
      stop.abort();
      undress();
    };
  }, [isWindow, onGo]);

  const quit = (of: "stop" | "finish") => {
    setRuns(0);
    void client.POST("/api/v1/window/quit", { body: { runs: of } });
  };

  return (
    <Dialog
      isOpen={runs > 0}
      onOpenChange={(isOpen) => !isOpen && setRuns(0)}
      title={runs === 1 ? "A run is under way" : `${runs} runs are under way`}
      text="Runnel can finish in the background and quit when that is done."
      buttons={
        <>
          <Button onClick={() => setRuns(0)}>Cancel</Button>
          <Button kind="danger" onClick={() => quit("stop")}>
            Stop and quit
          </Button>
          <Button kind="primary" onClick={() => quit("finish")}>
            Finish in background
          </Button>
        </>
      }
    />
  );
}
