// Read the log in every way there is.
import { client, tell } from "./given.mjs";

const last = await client.logs.fetch();
const middle = last[Math.floor(last.length / 2)].timestamp.getTime();
tell({
  last,
  middle,
  lastTwo: await client.logs.fetch({ lines_before: 2 }),
  before: await client.logs.fetch({ timestamp: middle }),
  twoBefore: await client.logs.fetch({ timestamp: middle, lines_before: 2 }),
  oneFrom: await client.logs.fetch({ timestamp: middle, lines_after: 1 }),
  // The client sends its signal along in the query.
  cancellable: await client.logs.fetch({ lines_before: 2, signal: new AbortController().signal }),
});
