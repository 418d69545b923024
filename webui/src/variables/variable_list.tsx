import { Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import { Badge } from "@/ui/badge";
import { IconButton } from "@/ui/icon_button";
import { VariableForm } from "@/variables/variable_form";
import { useDeleteVariable, type Variable } from "@/variables/variables";
import "./variable_list.css";

/** Variables by name; a credential's value is never shown. */
export function VariableList({ variables }: { variables: readonly Variable[] }) {
  const [edited, setEdited] = useState<string | null>(null);
  const remove = useDeleteVariable();
  const sorted = [...variables].sort((a, b) => a.name.localeCompare(b.name));
  if (sorted.length === 0) return null;
  return (
    <ul className="variable-list" aria-label="Variables">
      {sorted.map((variable) =>
        edited === variable.id ? (
          <li key={variable.id} className="is-edited">
            <VariableForm variable={variable} onDone={() => setEdited(null)} />
          </li>
        ) : (
          <li key={variable.id}>
            <span className="variable-name">{variable.name}</span>
            <span className="variable-value">{variable.value ?? "••••••••"}</span>
            {variable.type === "Credential" ? <Badge>credential</Badge> : null}
            <IconButton label={`Edit ${variable.name}`} onClick={() => setEdited(variable.id)}>
              <Pencil />
            </IconButton>
            <IconButton label={`Delete ${variable.name}`} onClick={() => remove.mutate(variable)}>
              <Trash2 />
            </IconButton>
          </li>
        ),
      )}
    </ul>
  );
}
