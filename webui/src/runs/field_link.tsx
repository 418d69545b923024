import { useDocument } from "@/document/document";
import { wantField } from "@/runs/wanted_field";
import { Button } from "@/ui/button";

export interface FieldLinkProps {
  nodeId: string;
  /** The field that an error blames, if it does. */
  fieldKey: string | undefined;
  /** Brings the node into the dock, where it is not there already. */
  onShowNode?: (nodeId: string) => void;
}

/** "Change OpenAI API Base": leads from an error to the field that is at fault, where the node has it. */
export function FieldLink({ nodeId, fieldKey, onShowNode }: FieldLinkProps) {
  const field = useDocument((document) => {
    const template = document.nodes.find((node) => node.id === nodeId)?.data.node?.template;
    return fieldKey ? template?.[fieldKey] : undefined;
  });
  if (!fieldKey || !field || field.show === false) return null;
  return (
    <Button
      kind="outline"
      onClick={() => {
        onShowNode?.(nodeId);
        wantField(nodeId, fieldKey);
      }}
    >
      Change {field.display_name || fieldKey}
    </Button>
  );
}
