import { client, read } from "@/api/client";
import { explain } from "@/api/errors";
import { flushDocument } from "@/document/document";
import { changeMessage, dropMessage, showFailure, showPending, useConversation } from "@/messages/conversation";
import type { ChatMessage } from "@/messages/message";
import { openRuns, startRun } from "@/runs/run";

/** Saves the flow, runs it with a message, and keeps in the conversation what went wrong. */
export async function sendMessage(flowId: string, text: string, files: readonly string[] = []): Promise<void> {
  showPending(text, files);
  await run(flowId, { input_value: text, files });
}

/** Runs a flow as it is, without a message. */
export async function runFlow(flowId: string): Promise<void> {
  await run(flowId, {});
}

async function run(flowId: string, input: { input_value?: string; files?: readonly string[] }): Promise<void> {
  const session_id = useConversation.getState().sessionId ?? flowId;
  try {
    await flushDocument();
    await startRun(flowId, { ...input, session_id, trigger: "chat" });
  } catch (error) {
    const failure = explain(error);
    // What the run itself told of is in the conversation already.
    if (useConversation.getState().messages.at(-1)?.error?.what !== failure.what) showFailure(failure);
  }
}

/**
 * Asks the question before this message again. The question and all that followed it are taken away first, so that
 * a flow with a memory does not find it twice.
 */
export async function askAgain(flowId: string, messageId: string): Promise<void> {
  const { messages } = useConversation.getState();
  const at = messages.findIndex((message) => message.id === messageId);
  const asked = messages.slice(0, at + 1).findLastIndex((message) => message.author === "user");
  const question = messages[asked];
  await removeMessages(asked < 0 ? [messageId] : messages.slice(asked).map(({ id }) => id));
  if (question) await sendMessage(flowId, question.text, question.files);
  else await runFlow(flowId);
}

/** Can what led to this message be asked again without losing later questions? */
export function isLastAnswer(messages: readonly ChatMessage[], at: number): boolean {
  return messages.slice(at + 1).every((message) => message.author !== "user");
}

/** Deletes messages, here and in the store; those that were never stored are only taken off the screen. */
export async function removeMessages(ids: readonly string[]): Promise<void> {
  for (const id of ids) dropMessage(id);
  const stored = ids.filter((id) => !/^(pending|failure)-/.test(id));
  if (stored.length) await read(client.DELETE("/api/v1/monitor/messages", { body: stored }));
}

/** Copies the conversation up to a message, itself included or not, into a session of this name. */
export async function branchSession(messageId: string, sessionId: string, isIncluded: boolean): Promise<void> {
  await read(
    client.POST("/api/v1/monitor/messages/{message_id}/branch", {
      params: { path: { message_id: messageId } },
      body: { session_id: sessionId, is_included: isIncluded },
    }),
  );
}

/** Answers a question; the run that asked goes on, in this program or in a job that a later one began. */
export async function answerQuestion(flowId: string, questionId: string, answer: string): Promise<void> {
  await read(
    client.POST("/api/v1/questions/{question_id}", {
      params: { path: { question_id: questionId } },
      body: { answer },
    }),
  );
  await openRuns(flowId);
}

/** Gives a stored message another text. */
export async function editMessage(id: string, text: string): Promise<void> {
  await read(
    client.PUT("/api/v1/monitor/messages/{message_id}", {
      params: { path: { message_id: id } },
      body: { text } as never,
    }),
  );
  changeMessage(id, { text, isEdited: true });
}
