import { Navigate } from "react-router";
import { Home } from "@/flows/home";
import { useWelcome } from "@/welcome/welcome";

/** `/`: the flows; the first opening of a data folder leads to the first screen instead. */
export default function HomePage() {
  const { data: welcome, isPending } = useWelcome();
  if (isPending) return null;
  // Without starters the first screen would have little to offer.
  if (welcome && !welcome.is_seen && welcome.starters.length > 0) return <Navigate to="/welcome" replace />;
  return <Home />;
}
