import { useMutation } from "@tanstack/react-query";
import { client, read } from "@/api/client";
import type { components } from "@/api/schema";
import { LOGIN_PATH, wantedPath } from "@/login/login_path";

type PageLogin = components["schemas"]["PageLogin"];

/**
 * Logs this browser in. It keeps a cookie that no script can read, and no key anywhere. Whoever is in gets the wanted
 * page loaded anew.
 */
export function useLogIn() {
  return useMutation({
    mutationFn: (login: PageLogin) => read(client.POST("/api/v1/page_login", { body: login })),
    onSuccess: enterWantedPage,
  });
}

/** Logs this browser out, and shows the login page. */
export function useLogOut() {
  return useMutation({
    mutationFn: () => read(client.DELETE("/api/v1/page_login", {})),
    onSuccess: () => window.location.assign(LOGIN_PATH),
  });
}

/** Leaves the login page for the page that was wanted. */
export function enterWantedPage(): void {
  window.location.replace(wantedPath(window.location.search, window.location.origin));
}
