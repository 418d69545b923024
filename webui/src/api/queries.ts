import { QueryClient } from "@tanstack/react-query";
import { ApiError } from "@/api/errors";

/** What the server said, kept by key. Views read it by `useQuery`; what changes something on the server refreshes it here. */
export const queries = new QueryClient({
  defaultOptions: { queries: { staleTime: 5_000, refetchOnWindowFocus: true, retry: isWorthRetrying } },
});

/** Once more after silence or a failure; a refusal would only be repeated, and is said at once. */
function isWorthRetrying(failures: number, error: Error): boolean {
  const isRefusal = error instanceof ApiError && error.status >= 400 && error.status < 500;
  return failures < 1 && !isRefusal;
}
