// Leave a run: while it streams, or while its answer is waited for.
import { client, given, tell } from "./given.mjs";

const leaving = new AbortController();
const flow = client.flow(given.flow);
try {
  if (given.streams) {
    for await (const event of await flow.stream("hi", { signal: leaving.signal })) {
      if (event.event === "token") leaving.abort();
    }
  } else {
    await flow.run("hi", { signal: AbortSignal.timeout(given.afterMs) });
  }
  tell({ error: null });
} catch (error) {
  tell({ error: error.name });
}
