import { Check, CircleDashed, CircleSlash, Hourglass, Square, X } from "lucide-react";
import type { ComponentType } from "react";
import type { RunStatus } from "@/runs/run_record";
import { STATUS_WORDS } from "@/runs/run_words";

const ICONS: Record<RunStatus, ComponentType> = {
  running: CircleDashed,
  waiting: Hourglass,
  ok: Check,
  failed: X,
  stopped: Square,
  interrupted: CircleSlash,
};

/** How a run ended, as an icon that has a name. */
export function RunMark({ status }: { status: RunStatus }) {
  const Icon = ICONS[status];
  return (
    <span className={`run-mark is-${status}`} role="img" aria-label={STATUS_WORDS[status]} title={STATUS_WORDS[status]}>
      <Icon />
    </span>
  );
}
