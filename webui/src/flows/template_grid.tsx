import type { GraphSketch } from "@/flows/flow_summary";
import { Thumbnail } from "@/flows/thumbnail";
import { Badge } from "@/ui/badge";
import "./template_grid.css";

/** A starter as a template: what it does, what it needs, how its graph looks. */
export interface Template {
  id: string;
  name: string;
  description: string | null;
  /** Whether all it needs was found on this computer. */
  worksNow: boolean;
  needsChatModel: boolean;
  sketch: GraphSketch | undefined;
}

export interface TemplateGridProps {
  label: string;
  templates: readonly Template[];
  /** The template being copied; its card says so. */
  pendingId: string | undefined;
  onUse: (id: string) => void;
}

/** Templates as cards; choosing one makes a flow of it. */
export function TemplateGrid({ label, templates, pendingId, onUse }: TemplateGridProps) {
  return (
    <ul className="template-grid" aria-label={label}>
      {templates.map((template) => (
        <li key={template.id}>
          <button
            type="button"
            className="template"
            aria-busy={template.id === pendingId}
            onClick={() => onUse(template.id)}
          >
            <Thumbnail sketch={template.sketch ?? { nodes: [], edges: [] }} />
            <span className="template-words">
              <span className="template-name">{template.name}</span>
              <span className="template-description">{template.description}</span>
              <span className="template-badges">
                {template.worksNow ? (
                  <Badge tone="ok">works now</Badge>
                ) : (
                  <Badge tone="warning">needs a chat model</Badge>
                )}
                {template.worksNow && template.needsChatModel ? <Badge>uses a chat model</Badge> : null}
                {template.needsChatModel ? null : <Badge>no model needed</Badge>}
              </span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
