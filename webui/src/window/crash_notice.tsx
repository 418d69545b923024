import { TriangleAlert, X } from "lucide-react";
import { useState } from "react";
import { client, read } from "@/api/client";
import { explain } from "@/api/errors";
import { Button } from "@/ui/button";
import { IconButton } from "@/ui/icon_button";
import { notify } from "@/ui/notice";
import { useWindow } from "@/window/window";
import "./crash_notice.css";

/** Tells, once, that the program met an error the last time that it did not get over, and where its report lies. */
export function CrashNotice() {
  const window = useWindow();
  const [isTold, setTold] = useState(false);
  if (!window?.crash_report || isTold) return null;

  const forget = () => {
    setTold(true);
    client.POST("/api/v1/crash_report/told", {}).catch(() => undefined);
  };
  const show = () =>
    read(client.POST("/api/v1/crash_report/show", {})).then(forget, (error: unknown) =>
      notify({ text: explain(error).what, tone: "error" }),
    );
  return (
    <section className="crash-notice" role="status" aria-label="After a crash">
      <TriangleAlert aria-hidden="true" />
      <div>
        <p>Something went wrong the last time Runnel ran</p>
        <small title={window.crash_report}>
          What was saved is safe. A report is on this computer, and was sent nowhere.
        </small>
      </div>
      {window.can_show_folders ? (
        <Button kind="outline" onClick={show}>
          Show report
        </Button>
      ) : (
        <code>{window.crash_report}</code>
      )}
      <IconButton label="Dismiss" onClick={forget}>
        <X />
      </IconButton>
    </section>
  );
}
