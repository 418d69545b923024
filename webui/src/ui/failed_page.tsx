import { useRouteError } from "react-router";
import { Button } from "@/ui/button";
import { ErrorNote } from "@/ui/error_note";
import "./failed_page.css";

/** What stands in place of a page that broke: what happened, and the ways on. What was saved is safe on the server. */
export function FailedPage() {
  const error = useRouteError();
  return (
    <main className="failed-page">
      <ErrorNote
        what="This page stopped working."
        why={error instanceof Error ? error.message : String(error)}
        action="What was saved is safe. Load the page again, or go back to your flows."
      >
        <Button onClick={() => window.location.reload()}>Load again</Button>
        <Button onClick={() => window.location.assign("/")}>Go to your flows</Button>
      </ErrorNote>
    </main>
  );
}
