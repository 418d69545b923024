import { useCodeProblems } from "@/inputs/code_problems";
import { Enlarge } from "@/inputs/enlarge";
import { asText, type InputProps } from "@/inputs/input_props";
import { CodeBox } from "@/ui/code_box";

/** Python source with its problems by line. On a node only its length. */
export function CodeInput(props: InputProps) {
  const { label, field, place } = props;
  if (place === "node") {
    const text = asText(field.value);
    return (
      <output className="text-input is-summary is-code" aria-label={label}>
        {text ? `${text.split("\n").length} lines` : "Empty"}
      </output>
    );
  }
  return <CodeField {...props} />;
}

function CodeField(props: InputProps) {
  const { label, field, onChange, place, isDisabled } = props;
  const text = asText(field.value);
  const problems = useCodeProblems(text);
  return (
    <div className={`input-box ${place === "big" ? "is-filling" : ""}`}>
      <CodeBox
        label={label}
        language="python"
        value={text}
        problems={problems}
        onChange={isDisabled ? undefined : onChange}
        isFilling={place === "big"}
      />
      <Enlarge {...props} />
      <CodeProblems problems={problems} />
    </div>
  );
}

/** Problems as text below the code: for those who do not see its marks. */
export function CodeProblems({ problems }: { problems: ReturnType<typeof useCodeProblems> }) {
  if (!problems.length) return null;
  return (
    <ul className="input-code-problems" role="status" aria-label="Problems in the code">
      {problems.map(({ line, text }) => (
        <li key={`${line} ${text}`}>
          Line {line}: {text}
        </li>
      ))}
    </ul>
  );
}
