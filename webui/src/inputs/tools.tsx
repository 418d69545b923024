import { asText, type InputProps } from "@/inputs/input_props";
import { Switch } from "@/ui/switch";
import { TextInput } from "@/ui/text_input";

/** What the file says of one tool that a node gives to an agent. */
interface ToolEntry {
  name?: string;
  display_name?: string;
  description?: string;
  /** false = the agent does not get it. */
  status?: boolean;
  [key: string]: unknown;
}

/** The tools that a node gives to agents: each can be left out, and told of in other words. */
export function ToolsInput({ label, field, onChange, place, isDisabled }: InputProps) {
  const tools: ToolEntry[] = Array.isArray(field.value) ? (field.value as ToolEntry[]) : [];
  const given = tools.filter(({ status }) => status !== false);
  if (place === "node" || tools.length === 0) {
    return (
      <output className="text-input is-summary" aria-label={label}>
        {tools.length ? given.map(toolName).join(", ") || "None given" : "All of its tools"}
      </output>
    );
  }
  const change = (index: number, part: Partial<ToolEntry>) => onChange(tools.with(index, { ...tools[index], ...part }));
  return (
    <ul className="input-tools" aria-label={label}>
      {tools.map((tool, index) => (
        <li key={tool.name}>
          <span>{toolName(tool)}</span>
          <Switch
            label={`Give ${toolName(tool)} to the agent`}
            isOn={tool.status !== false}
            isDisabled={isDisabled}
            onChange={(status) => change(index, { status })}
          />
          <TextInput
            aria-label={`Description of ${toolName(tool)}`}
            placeholder="What the agent is told about it"
            value={asText(tool.description)}
            disabled={isDisabled || tool.status === false}
            onChange={(event) => change(index, { description: event.target.value })}
          />
        </li>
      ))}
    </ul>
  );
}

function toolName({ display_name, name }: ToolEntry): string {
  return display_name || name || "Tool";
}
