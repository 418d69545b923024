// What the client makes of a refusal.
import { LangflowError } from "@datastax/langflow-client/errors";
import { client, given, tell } from "./given.mjs";

try {
  await client.flow(given.flow).run("hi");
  tell({ isTheirs: false });
} catch (error) {
  tell({ isTheirs: error instanceof LangflowError, status: error.cause.status, answer: await error.cause.json() });
}
