import { useEffect } from "react";

/** Names the window while the page is shown: "Models · Settings · Runnel". */
export function useTitle(...parts: string[]): void {
  const title = [...parts, "Runnel"].join(" · ");
  useEffect(() => {
    document.title = title;
    return () => {
      document.title = "Runnel";
    };
  }, [title]);
}
