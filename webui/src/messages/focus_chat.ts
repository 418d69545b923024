/** The id of the message box, so that a shortcut finds it. */
export const MESSAGE_BOX = "chat-message";

/** Puts the keyboard into the message box of the chat on screen, if it has one. */
export function focusChat(): void {
  document.getElementById(MESSAGE_BOX)?.focus();
}
