import { Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { IconButton } from "@/ui/icon_button";
import { VariableForm } from "@/variables/variable_form";
import { useDeleteVariable, type Variable } from "@/variables/variables";
import "./variable_list.css";

/** Variables by name; a credential's value is never shown, so deleting one asks first: nothing can bring it back. */
export function VariableList({ variables }: { variables: readonly Variable[] }) {
  const [edited, setEdited] = useState<string | null>(null);
  const [doomed, setDoomed] = useState<Variable | null>(null);
  const remove = useDeleteVariable();
  const sorted = [...variables].sort((a, b) => a.name.localeCompare(b.name));
  if (sorted.length === 0) return null;
  return (
    <>
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
              <IconButton
                label={`Delete ${variable.name}`}
                onClick={() => (variable.value === null ? setDoomed(variable) : remove.mutate(variable))}
              >
                <Trash2 />
              </IconButton>
            </li>
          ),
        )}
      </ul>
      <Dialog
        isOpen={doomed !== null}
        onOpenChange={(isOpen) => isOpen || setDoomed(null)}
        title={`Delete the credential “${doomed?.name}”?`}
        text="Its value is kept nowhere else, and nodes that name it will not run. This cannot be undone."
        buttons={
          <>
            <Button kind="outline" onClick={() => setDoomed(null)}>
              Keep
            </Button>
            <Button
              kind="danger"
              onClick={() => {
                if (doomed) remove.mutate(doomed);
                setDoomed(null);
              }}
            >
              Delete credential
            </Button>
          </>
        }
      />
    </>
  );
}
