// Three ways to tweak: at the flow, by a copy of it, and at the run; the later wins, and no copy changes the first.
import { client, given, tell } from "./given.mjs";

const plain = client.flow(given.flow);
const cold = client.flow(given.flow, { "Model-llm": { temperature: 0.25 } });
const warm = cold.tweak("Model-llm", { temperature: 0.75 });
const texts = [];
for (const [flow, options] of [
  [plain, {}],
  [cold, {}],
  [warm, {}],
  [cold, { tweaks: { "Model-llm": { temperature: 1.5 } } }],
]) {
  texts.push((await flow.run("hi", options)).chatOutputText());
}
tell(texts);
