import { useEffect, useState } from "react";

/**
 * Files dropped anywhere on the window, or pasted into it outside of text fields, go to `onFiles`; pasted text to `onText`.
 *
 * @returns whether files are held over the window just now.
 */
export function useFileDrop(onFiles: (files: File[]) => void, onText: (text: string) => void): boolean {
  const [isOver, setOver] = useState(false);

  useEffect(() => {
    // Every element on the way fires enter and leave: over as long as more were entered than left.
    let depth = 0;
    const setDepth = (next: number) => {
      depth = Math.max(0, next);
      setOver(depth > 0);
    };
    const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
    const onEnter = (event: DragEvent) => holdsFiles(event) && setDepth(depth + 1);
    const onLeave = (event: DragEvent) => holdsFiles(event) && setDepth(depth - 1);
    const onOver = (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      // It may have been refused already: nothing on the way took it.
      if (event.dataTransfer) event.dataTransfer.dropEffect = "copy";
    };
    const onDrop = (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      setDepth(0);
      onFiles([...(event.dataTransfer?.files ?? [])]);
    };
    const onPaste = (event: ClipboardEvent) => {
      if (event.target instanceof HTMLElement && event.target.matches("input, textarea, [contenteditable]")) return;
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length > 0) onFiles(files);
      else onText(event.clipboardData?.getData("text/plain") ?? "");
    };
    window.addEventListener("dragenter", onEnter);
    window.addEventListener("dragleave", onLeave);
    window.addEventListener("dragover", onOver);
    window.addEventListener("drop", onDrop);
    window.addEventListener("paste", onPaste);
    return () => {
      window.removeEventListener("dragenter", onEnter);
      window.removeEventListener("dragleave", onLeave);
      window.removeEventListener("dragover", onOver);
      window.removeEventListener("drop", onDrop);
      window.removeEventListener("paste", onPaste);
    };
  }, [onFiles, onText]);

  return isOver;
}
