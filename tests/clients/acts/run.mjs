// Run a flow once for each session named, with the tweaks given.
import { InputTypes, OutputTypes } from "@datastax/langflow-client/consts";
import { client, given, tell } from "./given.mjs";

const seen = [];
for (const session_id of given.sessions ?? [undefined]) {
  let flow = client.flow(given.flow);
  for (const [name, tweak] of Object.entries(given.tweaks ?? {})) {
    flow = flow.tweak(name, tweak);
  }
  const answer = await flow.run(given.text, {
    input_type: InputTypes.CHAT,
    output_type: OutputTypes.CHAT,
    session_id,
  });
  seen.push({ text: answer.chatOutputText(), session: answer.sessionId, inputs: answer.outputs[0].inputs });
}
tell(seen);
