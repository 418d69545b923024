/** An error in three parts, as people read it. */
export interface Explained {
  what: string;
  why?: string;
  action?: string;
  /** The field of the node that is at fault. */
  field?: string;
}

/** A refused or failed request. */
export class ApiError extends Error {
  constructor(
    /** HTTP status; 0 when no answer came. */
    readonly status: number,
    readonly explained: Explained,
    /** The answer's body as sent. */
    readonly body: unknown = null,
  ) {
    super(explained.what);
    this.name = "ApiError";
  }
}

/** Any thrown value in three parts. */
export function explain(error: unknown): Explained {
  if (error instanceof ApiError) return error.explained;
  return { what: error instanceof Error ? error.message : String(error) };
}

/** What a server that asks for keys says to a page that is not logged in, or not any more. */
const LOGIN_ASKED = /^(An API key must be passed|Invalid or missing API key)/;

const LOGGED_OUT: Explained = {
  what: "You are logged out.",
  why: "This server asks for an API key, or for a name and password.",
  action: "Log in in another tab, then try again here: nothing on this page is lost.",
};

/** Whether an answer says that the page has to log in. */
export function isLoginAsked(status: number, body: unknown): boolean {
  return status === 403 && isRecord(body) && typeof body.detail === "string" && LOGIN_ASKED.test(body.detail);
}

/** Reads the server's error shapes: {what, why, action}, {detail: text | object | list}, or nothing usable. */
export function errorOf(status: number, body: unknown): Explained {
  if (isRecord(body)) {
    if (typeof body.what === "string") return body as unknown as Explained;
    const { detail } = body;
    if (isLoginAsked(status, body)) return LOGGED_OUT;
    if (typeof detail === "string") return { what: detail.trim() };
    if (Array.isArray(detail)) return { what: detail.map(lineOf).join("; ") };
    if (isRecord(detail)) {
      if (typeof detail.what === "string") return detail as unknown as Explained;
      if (typeof detail.error === "string") return { what: detail.error };
    }
  }
  if (typeof body === "string" && body && body.length < 300) return { what: body };
  return { what: `The server answered with status ${status}.` };
}

function lineOf(entry: unknown): string {
  if (!isRecord(entry)) return String(entry);
  const where = Array.isArray(entry.loc) ? entry.loc.slice(1).join(".") : "";
  return where ? `${where}: ${entry.msg}` : String(entry.msg);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
