import { Lock } from "lucide-react";
import { useEffect } from "react";
import { showHint, useView } from "@/canvas/view";
import { setLocked, useDocument } from "@/document/document";
import { Button } from "@/ui/button";

/** Says that the flow is locked and unlocks it; whatever is tried meanwhile is answered beside the pointer. */
export function LockMark() {
  const isLocked = useDocument((document) => document.flow?.locked === true);
  const refusals = useDocument((document) => document.refusals);

  useEffect(() => {
    if (refusals > 0) {
      const at = useView.getState().camera?.pointer() ?? { x: 80, y: 80 };
      showHint("This flow is locked. Unlock it to change it.", at);
    }
  }, [refusals]);

  if (!isLocked) return null;
  return (
    <div className="lock-mark">
      <Lock aria-hidden />
      Locked
      <Button kind="outline" onClick={() => setLocked(false)}>
        Unlock
      </Button>
    </div>
  );
}
