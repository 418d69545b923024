import createClient from "openapi-fetch";
import { ApiError, errorOf, isLoginAsked } from "@/api/errors";
import type { paths } from "@/api/schema";

/**
 * The only way to the server. Paths and shapes come from its OpenAPI document (schema.d.ts).
 * Pass the promise to `read` to get the answer's body or an `ApiError`.
 */
export const client = createClient<paths>({ baseUrl: globalThis.location?.origin });

let leaveForLogin: () => boolean = () => false;

/** Says where to go when the server asks this page to log in; `leave` tells whether it goes there. */
export function onLoginAsked(leave: () => boolean): void {
  leaveForLogin = leave;
}

interface Reply<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The body of a successful answer; throws `ApiError` (what, why, action) for all others and for a silent server. */
export async function read<T>(reply: Promise<Reply<T>>): Promise<T> {
  return (await readWithTag(reply)).data;
}

/** As `read`, with the answer's `ETag` beside the body. */
export async function readWithTag<T>(reply: Promise<Reply<T>>): Promise<{ data: T; etag: string | null }> {
  const { data, error, response } = await reply.catch((cause: unknown) => {
    if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
    throw new ApiError(0, {
      what: "Runnel's server did not answer.",
      why: String(cause),
      action: "Try again; restart the app if it persists.",
    });
  });
  // The page is on its way out: it shows no error before that.
  if (isLoginAsked(response.status, error) && leaveForLogin()) return new Promise(() => undefined);
  if (!response.ok) throw new ApiError(response.status, errorOf(response.status, error), error);
  return { data: data as T, etag: response.headers.get("etag") };
}
