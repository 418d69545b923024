/** A call of the run API as a program would make it. */
export interface ApiCall {
  /** Without the query. */
  url: string;
  body: Record<string, unknown>;
  /** The text comes piece by piece. */
  isStreaming: boolean;
  /** The server asks for a key. */
  needsKey: boolean;
}

export const LANGUAGES = ["cURL", "Python", "JavaScript"] as const;
export type Language = (typeof LANGUAGES)[number];

const KEY = "YOUR_API_KEY";

/** The call as source text. */
export function snippet(language: Language, call: ApiCall): string {
  if (language === "cURL") return curl(call);
  return language === "Python" ? python(call) : javascript(call);
}

function address({ url, isStreaming }: ApiCall): string {
  return isStreaming ? `${url}?stream=true` : url;
}

function curl(call: ApiCall): string {
  const lines = [
    `curl ${call.isStreaming ? "-N " : ""}-X POST ${shellQuote(address(call))}`,
    `-H 'Content-Type: application/json'`,
    ...(call.needsKey ? [`-H 'x-api-key: ${KEY}'`] : []),
    `-d ${shellQuote(JSON.stringify(call.body, null, 2))}`,
  ];
  return lines.join(" \\\n  ");
}

function shellQuote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function python(call: ApiCall): string {
  const headers = call.needsKey ? `,\n    headers={"x-api-key": "${KEY}"}` : "";
  const begin = "import requests\n\n";
  const request = (extra: string) =>
    `requests.post(\n    ${JSON.stringify(address(call))},\n    json=${indent(pythonLiteral(call.body))}${headers}${extra},\n)`;
  if (!call.isStreaming)
    return `${begin}response = ${request("")}\nresponse.raise_for_status()\nprint(response.json())\n`;
  return `${begin}with ${request(",\n    stream=True")} as response:
    response.raise_for_status()
    for line in response.iter_lines():
        if line:
            print(line.decode())
`;
}

function indent(text: string): string {
  return text.replaceAll("\n", "\n    ");
}

/** JSON as Python writes it. */
export function pythonLiteral(value: unknown, depth = 0): string {
  if (value === null || value === undefined) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value !== "object") return String(value);
  const inner = "    ".repeat(depth + 1);
  const parts = Array.isArray(value)
    ? value.map((item) => pythonLiteral(item, depth + 1))
    : Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${pythonLiteral(item, depth + 1)}`);
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  if (!parts.length) return `${open}${close}`;
  return `${open}\n${parts.map((part) => `${inner}${part},\n`).join("")}${"    ".repeat(depth)}${close}`;
}

function javascript(call: ApiCall): string {
  const key = call.needsKey ? `, "x-api-key": "${KEY}"` : "";
  const request = `const response = await fetch(${JSON.stringify(address(call))}, {
  method: "POST",
  headers: { "Content-Type": "application/json"${key} },
  body: JSON.stringify(${JSON.stringify(call.body, null, 2).replaceAll("\n", "\n  ")}),
});
if (!response.ok) throw new Error(await response.text());
`;
  if (!call.isStreaming) return `${request}console.log(await response.json());\n`;
  return `${request}for await (const piece of response.body.pipeThrough(new TextDecoderStream())) {
  console.log(piece);
}
`;
}
