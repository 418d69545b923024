// Keep files at the server: upload two of one name, list, read one in a flow, rename it, and delete both.
import { client, given, tell } from "./given.mjs";

const uploaded = [];
for (const text of given.texts) {
  uploaded.push(await client.files.upload(new File([text], given.name, { type: "text/plain" })));
}
const unnamed = await client.files.upload(new Blob(["no name"]));
const listed = await client.files.list();
const read = await client.flow(given.flow).tweak(given.fileNode, { path: uploaded[1].path }).run("");

// The client has no methods of its own for the rest; its request() carries any of the API.
const ask = (method, path, query) => client.request({ path: `/v2/files${path}`, method, query, headers: {} });
const renamed = await ask("PUT", `/${uploaded[0].id}`, { name: "renamed" });
const deleted = await ask("DELETE", `/${uploaded[0].id}`);
const emptied = await ask("DELETE", "");
tell({
  uploaded,
  unnamed,
  listed: listed.map((file) => ({ ...file, isDated: !Number.isNaN(file.created_at?.getTime()) })),
  text: read.chatOutputText(),
  renamed,
  deleted,
  emptied,
  left: (await client.files.list()).length,
});
