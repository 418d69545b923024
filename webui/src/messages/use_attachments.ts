import { useState } from "react";
import { explain } from "@/api/errors";
import { uploadFile } from "@/files/upload";
import type { Attachment } from "@/messages/attachments";

/** Files for the next message: stored as soon as they are chosen. */
export function useAttachments(flowId: string) {
  const [attachments, setAttachments] = useState<readonly Attachment[]>([]);
  const change = (key: string, part: Partial<Attachment>) =>
    setAttachments((now) => now.map((each) => (each.key === key ? { ...each, ...part } : each)));

  const add = (files: Iterable<File>) => {
    for (const file of files) {
      const key = crypto.randomUUID();
      setAttachments((now) => [...now, { key, name: file.name, path: null }]);
      uploadFile(flowId, file).then(
        (path) => change(key, { path }),
        (error: unknown) => change(key, { problem: explain(error).what }),
      );
    }
  };

  return {
    attachments,
    add,
    remove: (key: string) => setAttachments((now) => now.filter((each) => each.key !== key)),
    clear: () => setAttachments([]),
    paths: attachments.flatMap(({ path }) => (path ? [path] : [])),
    hasProblem: attachments.some(({ problem }) => problem),
    isSending: attachments.some(({ path, problem }) => !path && !problem),
  };
}
