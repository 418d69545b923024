import { Unplug } from "lucide-react";
import { useRouteError } from "react-router";
import { Button } from "@/ui/button";
import { MissingPage } from "@/ui/missing_page";

/** What stands in place of a page that broke: what happened, and the ways on. What was saved is safe on the server. */
export function FailedPage() {
  const error = useRouteError();
  return (
    <MissingPage
      icon={<Unplug />}
      what="This page stopped working"
      why={error instanceof Error ? error.message : String(error)}
      action="What was saved is safe. Load the page again, or go back to your flows."
    >
      <Button kind="primary" onClick={() => window.location.reload()}>
        Load again
      </Button>
      <Button kind="outline" onClick={() => window.location.assign("/")}>
        Go to your flows
      </Button>
    </MissingPage>
  );
}
