import { client, read } from "@/api/client";
import { explain } from "@/api/errors";
import { Button } from "@/ui/button";
import { notify } from "@/ui/notice";
import { useWindow } from "@/window/window";

/** Opens a folder of Runnel's in the system's file manager; absent where the page may not ask for that. */
export function ShowFolder({ folder }: { folder: "data" | "logs" }) {
  if (!useWindow()?.can_show_folders) return null;
  const show = () =>
    read(client.POST("/api/v1/window/folder", { body: { folder } })).catch((error: unknown) =>
      notify({ text: explain(error).what, tone: "error" }),
    );
  return (
    <Button kind="outline" onClick={show}>
      Show folder
    </Button>
  );
}
