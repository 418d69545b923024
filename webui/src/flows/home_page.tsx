import { Navigate } from "react-router";
import { useStarterSummaries } from "@/flows/flows";
import { Home } from "@/flows/home";
import { Frame } from "@/ui/frame";
import { useWelcome } from "@/welcome/welcome";
import { isWelcomeKnown } from "@/welcome/welcome_known";

/** `/`: the flows; the first opening of a data folder leads to the first screen instead. */
export default function HomePage() {
  const { data: welcome, isPending } = useWelcome();
  // Needed by whichever screen comes next.
  useStarterSummaries();
  // Without starters the first screen would have little to offer.
  if (welcome && !welcome.is_seen && welcome.starters.length > 0) return <Navigate to="/welcome" replace />;
  // The server may look for models before it answers: only a browser that was never here waits for it.
  if (isPending && !isWelcomeKnown()) return <Frame />;
  return <Home />;
}
