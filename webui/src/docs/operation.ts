/** One operation: its line, what it takes and answers, and a form to try it. Filled in when it is opened first. */

import { element } from "@/docs/element";
import { exampleOf, type Operation, type Parameter, type Spec, typeText } from "@/docs/spec";

const MOST_SHOWN = 200_000;

/** The folded view of an operation. */
export function operationView(spec: Spec, method: string, path: string, operation: Operation): HTMLElement {
  const line = element(
    "summary",
    {},
    element("b", { class: `docs-method docs-${method.toLowerCase()}` }, method),
    element("code", {}, path),
    element("span", {}, operation.summary),
  );
  const view = element("details", { id: operation.operationId }, line);
  view.addEventListener("toggle", () => view.append(...contents(spec, method, path, operation)), { once: true });
  return view;
}

function contents(spec: Spec, method: string, path: string, operation: Operation): HTMLElement[] {
  const parts: HTMLElement[] = [];
  if (operation.description) parts.push(element("p", {}, operation.description));
  parts.push(...tryForm(spec, method, path, operation));
  parts.push(element("h3", {}, "Answers"));
  for (const [status, response] of Object.entries(operation.responses)) {
    const [media, content] = Object.entries(response.content ?? {})[0] ?? [];
    parts.push(element("h4", {}, `${status} ${response.description}${media ? ` · ${media}` : ""}`));
    if (content) parts.push(element("pre", {}, typeText(spec, content.schema)));
  }
  return parts;
}

function tryForm(spec: Spec, method: string, path: string, operation: Operation): HTMLElement[] {
  const form = element("form", {});
  const inputs = (operation.parameters ?? []).map((parameter) => {
    const input = element("input", { placeholder: typeText(spec, parameter.schema), spellcheck: "false" });
    if (parameter.in === "path" && parameter.example !== undefined) input.value = String(parameter.example);
    const name = `${parameter.name}${parameter.required ? " *" : ""} (${parameter.in})`;
    form.append(element("label", {}, element("span", {}, name), input));
    return { parameter, input };
  });
  const [media, content] = Object.entries(operation.requestBody?.content ?? {})[0] ?? [];
  const isFile = media === "multipart/form-data";
  const body = element("textarea", { rows: "8", spellcheck: "false" });
  const file = element("input", { type: "file" });
  if (content) {
    body.value = JSON.stringify(content.example ?? exampleOf(spec, content.schema), null, 2);
    form.append(element("label", {}, element("span", {}, `body · ${media}`), isFile ? file : body));
    if (!isFile)
      form.append(
        element("details", {}, element("summary", {}, "Shape"), element("pre", {}, typeText(spec, content.schema))),
      );
  }
  const command = element("pre", { class: "docs-command" });
  const answer = element("pre", { class: "docs-answer", "aria-live": "polite", tabindex: "0" });
  answer.hidden = true;
  form.append(element("button", { type: "submit" }, "Send"), command, answer);

  const request = (): { url: string; init: RequestInit } => {
    const url = address(path, inputs);
    const headers = new Headers();
    for (const { parameter, input } of inputs) {
      if (parameter.in === "header" && input.value) headers.set(parameter.name, input.value);
    }
    const init: RequestInit = { method, headers };
    if (content && isFile) {
      const fields = new FormData();
      if (file.files?.[0]) fields.append("file", file.files[0]);
      init.body = fields;
    } else if (content && media === "application/x-www-form-urlencoded") {
      init.body = new URLSearchParams(JSON.parse(body.value));
    } else if (content && body.value.trim()) {
      headers.set("content-type", "application/json");
      init.body = body.value;
    }
    return { url, init };
  };
  const showCommand = (): void => {
    const url = new URL(address(path, inputs), location.href).href;
    const sent = isFile
      ? " -F 'file=@FILE'"
      : content && body.value.trim()
        ? ` -H 'content-type: ${media}' -d '${body.value.replaceAll("'", "'\\''")}'`
        : "";
    command.textContent = `curl -X ${method} '${url}'${sent}`;
  };
  form.addEventListener("input", showCommand);
  showCommand();
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    answer.hidden = false;
    answer.textContent = "…";
    try {
      const { url, init } = request();
      await read(await fetch(url, init), answer);
    } catch (error) {
      answer.textContent = String(error);
    }
  });
  return [form];
}

function address(path: string, inputs: { parameter: Parameter; input: HTMLInputElement }[]): string {
  const query = new URLSearchParams();
  let filled = path;
  for (const { parameter, input } of inputs) {
    if (parameter.in === "path") filled = filled.replace(`{${parameter.name}}`, encodeURIComponent(input.value));
    if (parameter.in === "query" && input.value) query.append(parameter.name, input.value);
  }
  return query.size ? `${filled}?${query}` : filled;
}

/** Show an answer as it comes: streams grow, JSON is laid out at the end. */
async function read(response: Response, place: HTMLElement): Promise<void> {
  const head = `${response.status} ${response.statusText}\n`;
  const type = response.headers.get("content-type") ?? "";
  if (!/json|text|xml/.test(type)) {
    place.textContent = `${head}${type}, ${(await response.blob()).size} bytes`;
    return;
  }
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const piece = await reader?.read();
    if (!piece || piece.done) break;
    text += piece.value;
    place.textContent = head + text.slice(0, MOST_SHOWN);
  }
  if (type.startsWith("application/json") && text) {
    place.textContent = head + JSON.stringify(JSON.parse(text), null, 2).slice(0, MOST_SHOWN);
  }
}
