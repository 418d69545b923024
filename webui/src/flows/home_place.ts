import { useSearchParams } from "react-router";
import type { Place } from "@/folders/folder_list";

/** Where home is, as its address says: `/`, `/?folder=<id>`, `/?view=templates|components|trash`. */
export function useHomePlace(): Place {
  const [parameters] = useSearchParams();
  const folderId = parameters.get("folder");
  const view = parameters.get("view");
  if (folderId) return { kind: "folder", folderId };
  if (view === "templates" || view === "components" || view === "trash") return { kind: view };
  return { kind: "all" };
}
