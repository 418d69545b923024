import { client, read } from "@/api/client";
import type { components } from "@/api/schema";

type PageState = components["schemas"]["PageState"];

/** What a page needs when it opens, part by part; those of `flow` only where a flow was named. */
type Parts = Omit<PageState, "flow"> & Omit<NonNullable<PageState["flow"]>, "session_id">;

interface Opening {
  flowId: string | undefined;
  answer: Promise<PageState>;
  /** performance.now() of the answer; it counts as news for a while only. */
  answered_at: number;
  taken: Set<keyof Parts>;
}

const FRESH_MS = 5_000;

let opening: Opening | null = null;

/** Asks for all that a page needs when it opens, in one request; `partOfPage` hands the parts out. */
export function askPageState(flowId: string | undefined, sessionId: string | undefined): Promise<PageState> {
  const query = { flow_id: flowId, session_id: sessionId };
  const asked: Opening = {
    flowId,
    answer: read(client.GET("/api/v1/page_state", { params: { query } })),
    answered_at: Number.POSITIVE_INFINITY,
    taken: new Set(),
  };
  asked.answer.then(
    () => {
      asked.answered_at = performance.now();
    },
    () => undefined,
  );
  opening = asked;
  return asked.answer;
}

/**
 * A part of what was asked for when the page opened: each is given once, while it is news. Otherwise, and where that
 * answer failed, `ask` asks the part's own route.
 */
export async function partOfPage<Name extends keyof Parts>(
  name: Name,
  ask: () => Promise<Parts[Name]>,
  of: { flowId?: string; sessionId?: string } = {},
): Promise<Parts[Name]> {
  const from = opening;
  const isAsked = from && !from.taken.has(name) && (of.flowId === undefined || of.flowId === from.flowId);
  if (!isAsked || performance.now() - from.answered_at > FRESH_MS) return ask();
  from.taken.add(name);
  const state = await from.answer.catch(() => null);
  if (!state || (of.sessionId !== undefined && of.sessionId !== state.flow?.session_id)) return ask();
  const { flow, ...page } = state;
  const parts: Partial<Parts> = { ...page, ...flow };
  return parts[name] ?? ask();
}
