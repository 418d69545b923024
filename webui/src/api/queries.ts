import { QueryClient } from "@tanstack/react-query";

/** What the server said, kept by key. Views read it by `useQuery`; what changes something on the server refreshes it here. */
export const queries = new QueryClient({
  defaultOptions: { queries: { staleTime: 5_000, refetchOnWindowFocus: true, retry: 1 } },
});
