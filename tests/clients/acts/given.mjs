// What every act is given on the command line: the address, a key where one is needed, and whatever else it names.
import { LangflowClient } from "@datastax/langflow-client";

export const given = JSON.parse(process.argv[2]);

export const client = new LangflowClient({ baseUrl: given.url, apiKey: given.apiKey });

/** Tell the test what was seen. */
export function tell(seen) {
  console.log(JSON.stringify(seen));
}
