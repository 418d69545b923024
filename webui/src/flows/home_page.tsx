import { Navigate } from "react-router";
import { Home } from "@/flows/home";
import { useWelcome } from "@/welcome/welcome";

/** `/`: the flows; the first opening of a data folder leads to the first screen instead. */
export default function HomePage() {
  const { data: welcome, isPending } = useWelcome();
  if (isPending) return null;
  // Where the server cannot say, home is the safer place.
  if (welcome?.is_seen === false) return <Navigate to="/welcome" replace />;
  return <Home />;
}
