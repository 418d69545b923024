import { Plus } from "lucide-react";
import { useState } from "react";
import { explain } from "@/api/errors";
import { Button } from "@/ui/button";
import { ErrorNote } from "@/ui/error_note";
import { Panel } from "@/ui/panel";
import { VariableForm } from "@/variables/variable_form";
import { VariableList } from "@/variables/variable_list";
import { useVariables } from "@/variables/variables";

/** Values that flows use by name. */
export function VariablesSection() {
  const { data: variables, error } = useVariables();
  const [isAdding, setAdding] = useState(false);
  if (error) return <ErrorNote {...explain(error)} />;
  if (!variables) return null;
  return (
    <Panel
      text="Values that fields of all flows can use by name. Credentials are stored encrypted and never shown again."
      act={
        isAdding ? null : (
          <Button kind="outline" icon={<Plus />} onClick={() => setAdding(true)}>
            New variable
          </Button>
        )
      }
    >
      {isAdding ? <VariableForm onDone={() => setAdding(false)} /> : null}
      {variables.length > 0 || isAdding ? (
        <VariableList variables={variables} />
      ) : (
        <p className="panel-quiet">No variables yet. Put an API key or a text that several flows share into one.</p>
      )}
    </Panel>
  );
}
