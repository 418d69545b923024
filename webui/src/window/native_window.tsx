import { useEffect, useState } from "react";
import { client } from "@/api/client";
import { explain } from "@/api/errors";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { notify } from "@/ui/notice";
import { CrashNotice } from "@/window/crash_notice";
import { dressWindow } from "@/window/dress";
import { followWindow, type WindowEvent } from "@/window/events";
import { dropFiles, forgetFiles, holdFiles, refuseStrayFiles } from "@/window/held_files";
import { type MenuAct, performMenuAct, performMenuActLater } from "@/window/menu_acts";
import { useWindow } from "@/window/window";

const PAGES = { home: "/", settings: "/settings/models", shortcuts: "/settings/shortcuts" };

/**
 * What the native window asks of its page: to show a flow or a page, to carry out an act of the menu, to take files that
 * were dropped, and what becomes of runs when it closes.
 */
export function NativeWindow({ onGo }: { onGo: (path: string) => void }) {
  const isWindow = useWindow()?.is_window ?? false;
  const [runs, setRuns] = useState(0);

  useEffect(refuseStrayFiles, []);

  useEffect(() => {
    if (!isWindow) return;
    const stop = new AbortController();
    const hear = ({ event, data }: WindowEvent) => {
      if (event === "open_flow") onGo(`/flow/${data.flow_id}`);
      else if (event === "quit_asked") setRuns(data.runs);
      else if (event === "act") act(data.name, onGo);
      else if (event === "files_held") holdFiles(data);
      else if (event === "files_gone") forgetFiles();
      else if (event === "files_dropped")
        dropFiles(data, data.files, data.others).catch((error: unknown) =>
          notify({ text: explain(error).what, tone: "error" }),
        );
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
    <>
      <CrashNotice />
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
    </>
  );
}

function act(name: MenuAct | keyof typeof PAGES, onGo: (path: string) => void): void {
  if (name === "home" || name === "settings" || name === "shortcuts") onGo(PAGES[name]);
  else if (!performMenuAct(name)) {
    if (name === "export") {
      notify({ text: "Open the flow that you want to export." });
      return;
    }
    // Home knows how.
    performMenuActLater(name);
    onGo("/");
  }
}
