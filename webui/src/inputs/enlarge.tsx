import { Maximize2 } from "lucide-react";
import type { InputProps } from "@/inputs/input_props";
import { useInputSources } from "@/inputs/sources";
import { IconButton } from "@/ui/icon_button";

/** Lies in the corner of a text field and gives its text the whole dock. Nothing where the text has it already. */
export function Enlarge({
  label,
  nodeId,
  fieldKey,
  place,
}: Pick<InputProps, "label" | "nodeId" | "fieldKey" | "place">) {
  const { enlarge } = useInputSources();
  if (place === "big" || !enlarge) return null;
  return (
    <IconButton
      label={`Edit ${label} in the dock`}
      className="input-enlarge nodrag"
      onClick={() => enlarge(nodeId, fieldKey)}
    >
      <Maximize2 />
    </IconButton>
  );
}
