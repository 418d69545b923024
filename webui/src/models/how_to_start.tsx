import "./how_to_start.css";

const WAYS: { name: string; steps: string; command?: string }[] = [
  { name: "Ollama", steps: "Install it, then in a terminal:", command: "ollama run llama3.2" },
  { name: "LM Studio", steps: "Load a model, then Developer → Start server." },
  { name: "llama.cpp", steps: "With any GGUF file:", command: "llama-server -m model.gguf" },
];

/** How a local model is started, for those who have none yet. */
export function HowToStart() {
  return (
    <ul className="how-to-start" aria-label="How to start a local model">
      {WAYS.map(({ name, steps, command }) => (
        <li key={name}>
          <strong>{name}</strong>
          <span>{steps}</span>
          {command ? <code>{command}</code> : null}
        </li>
      ))}
    </ul>
  );
}
