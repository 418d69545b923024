import { timeAgo } from "@/flows/time_ago";
import { leavePast, useRunStore } from "@/runs/run";
import { RunMark } from "@/runs/run_mark";
import { Button } from "@/ui/button";
import { Kbd } from "@/ui/kbd";
import "./runs_dock.css";

/** Says, over the canvas, that it shows an earlier run, and the way back. */
export function PastPill() {
  const past = useRunStore((run) => run.past);
  if (!past) return null;
  const count = past.run.vertices?.length ?? 0;
  return (
    <section className="past-pill" aria-label="Shown run">
      <RunMark status={past.run.status} />
      Past run · {timeAgo(past.run.started_at)}
      {past.step < count ? ` · step ${past.step} of ${count}` : ""}
      <Button onClick={leavePast}>
        Leave <Kbd>Esc</Kbd>
      </Button>
    </section>
  );
}
