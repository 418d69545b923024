// Follow the log while a flow runs, up to the first line, then leave.
import { client, given, tell } from "./given.mjs";

const leaving = new AbortController();
const lines = await client.logs.stream({ signal: leaving.signal });
const run = client.flow(given.flow).run("hi");
for await (const line of lines) {
  tell(line);
  break;
}
await run;
leaving.abort();
