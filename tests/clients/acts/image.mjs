// Upload a picture to a flow and ask about it.
import { client, given, tell } from "./given.mjs";

const picture = new File([Buffer.from(given.picture, "base64")], given.name, { type: "image/png" });
const flow = client.flow(given.flow);
const uploaded = await flow.uploadFile(picture);
const answer = await flow.tweak(given.chatInput, { files: uploaded.filePath }).run("What can you see in this image?");
tell({ flowId: uploaded.flowId, filePath: uploaded.filePath, text: answer.chatOutputText() });
