const KEY = "runnel.welcome_seen";

/** Whether the first screen was seen in this browser, so that home may be drawn before the server, which knows, has said so. */
export function isWelcomeKnown(): boolean {
  return localStorage.getItem(KEY) !== null;
}

/** Remembers that the first screen was seen. */
export function rememberWelcome(): void {
  localStorage.setItem(KEY, "yes");
}
