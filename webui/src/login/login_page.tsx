import { type FormEvent, useEffect, useRef, useState } from "react";
import { client, read } from "@/api/client";
import { explain } from "@/api/errors";
import { enterWantedPage, useLogIn } from "@/login/login";
import { AppBar } from "@/ui/app_bar";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { TextInput } from "@/ui/text_input";
import { useTitle } from "@/ui/use_title";
import "./login_page.css";

/** `/login`: asks for what this server wants to see, and goes on to the page that was wanted. */
export default function LoginPage() {
  useTitle("Log in");
  const [byName, setByName] = useState(false);
  const [key, setKey] = useState("");
  const [username, setUsername] = useState("");
  const [password, setPassword] = useState("");
  const first = useRef<HTMLInputElement>(null);
  const logIn = useLogIn();
  const isFilled = byName ? username !== "" && password !== "" : key.trim() !== "";
  const problem = logIn.error ? explain(logIn.error) : undefined;
  const error = problem && [problem.what, problem.action].filter(Boolean).join(" ");

  // A link from another site brings no cookie with it, but this page's own requests do.
  useEffect(() => {
    read(client.GET("/api/v1/window", {})).then(enterWantedPage, () => undefined);
  }, []);

  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (!isFilled || logIn.isPending) return;
    const login = byName
      ? { api_key: null, username, password }
      : { api_key: key.trim(), username: null, password: null };
    // What was wrong is corrected where it was typed.
    logIn.mutate(login, { onError: () => first.current?.select() });
  };
  const changed = (set: (text: string) => void) => (event: { target: HTMLInputElement }) => {
    set(event.target.value);
    logIn.reset();
  };

  return (
    <div className="login">
      <AppBar />
      <main className="login-main">
        <form className="login-card" aria-labelledby="login-title" onSubmit={onSubmit}>
          <h1 id="login-title">Log in</h1>
          {byName ? (
            <>
              <Field label="Name" error={error}>
                {(ids) => (
                  <TextInput
                    {...ids}
                    ref={first}
                    autoFocus
                    autoComplete="username"
                    value={username}
                    onChange={changed(setUsername)}
                  />
                )}
              </Field>
              <Field label="Password">
                {(ids) => (
                  <TextInput
                    {...ids}
                    type="password"
                    autoComplete="current-password"
                    value={password}
                    onChange={changed(setPassword)}
                  />
                )}
              </Field>
            </>
          ) : (
            <Field label="API key" error={error} help="Make one on the computer where Runnel runs: runnel api-key">
              {(ids) => (
                <TextInput
                  {...ids}
                  ref={first}
                  autoFocus
                  type="password"
                  placeholder="sk-…"
                  value={key}
                  onChange={changed(setKey)}
                />
              )}
            </Field>
          )}
          <Button kind="primary" type="submit" className="login-act" disabled={!isFilled || logIn.isPending}>
            {logIn.isPending ? "Logging in…" : "Log in"}
          </Button>
          <Button
            className="login-act"
            onClick={() => {
              setByName(!byName);
              logIn.reset();
            }}
          >
            {byName ? "Use an API key" : "Use name and password"}
          </Button>
          <p className="visually-hidden" role="alert">
            {error}
          </p>
        </form>
      </main>
    </div>
  );
}
