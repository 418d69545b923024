// Follow a run to its end.
import { FlowResponse } from "@datastax/langflow-client/flow_response";
import { client, given, tell } from "./given.mjs";

const events = [];
for await (const event of await client.flow(given.flow).stream(given.text, { session_id: given.session })) {
  events.push(event);
}
const end = events.at(-1);
tell({ events, text: end.event === "end" ? new FlowResponse(end.data.result).chatOutputText() : null });
