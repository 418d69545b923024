export const LOGIN_PATH = "/login";

/** The address of the login page that leads to a page of this app afterwards. */
export function loginPathTo(path: string): string {
  return path === "/" ? LOGIN_PATH : `${LOGIN_PATH}?to=${encodeURIComponent(path)}`;
}

/** Where a login leads: the page that was wanted, if it is one of this app; else home. */
export function wantedPath(search: string, origin: string): string {
  const to = new URL(new URLSearchParams(search).get("to") ?? "/", origin);
  const isOwn = to.origin === origin && to.pathname !== LOGIN_PATH;
  return isOwn ? to.pathname + to.search + to.hash : "/";
}
