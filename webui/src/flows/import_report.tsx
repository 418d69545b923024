import { ChevronDown, FileCheck2, FileX2, X } from "lucide-react";
import { useState } from "react";
import { Link } from "react-router";
import { useCatalogue } from "@/catalogue/catalogue";
import { type FlowFacts, factsOf } from "@/flows/flow_facts";
import type { ImportResult } from "@/flows/import_flows";
import { findPlainSecrets } from "@/flows/plain_secrets";
import { SecretsOffer } from "@/flows/secrets_offer";
import { Button } from "@/ui/button";
import { IconButton } from "@/ui/icon_button";
import "./import_report.css";

export interface ImportReportProps {
  results: readonly ImportResult[];
  onClose: () => void;
}

/** One line about an import, with what came of every file below it. Refusals and plain secrets are shown at once. */
export default function ImportReport({ results, onClose }: ImportReportProps) {
  const { byType, isLoaded } = useCatalogue();
  const knownTypes = isLoaded ? byType : undefined;
  const refused = results.filter((result) => "refused" in result);
  const [isOpen, setOpen] = useState(refused.length > 0 || hasSecrets(results));
  const flows = results.flatMap((result) => ("flows" in result ? result.flows : []));
  const facts = flows.map((flow) => factsOf(flow.data, knownTypes));
  const only = flows.length === 1 ? flows[0] : undefined;

  return (
    <section className="import-report" aria-label="Import report">
      <div className="import-report-line" role="status">
        <p>{headline(flows.length, refused.length, facts)}</p>
        {only ? (
          <Link className="button button-outline" to={`/flow/${only.id}`}>
            Open
          </Link>
        ) : null}
        <Button
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
          icon={<ChevronDown className={isOpen ? "is-turned" : ""} />}
        >
          Details
        </Button>
        <IconButton label="Close the report" onClick={onClose}>
          <X />
        </IconButton>
      </div>
      {isOpen ? (
        <ul className="import-report-files">
          {results.map((result, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two files may have one name, and the list never changes.
            <li key={index}>
              {"refused" in result ? (
                <FileX2 className="is-refused" aria-hidden="true" />
              ) : (
                <FileCheck2 aria-hidden="true" />
              )}
              <div>
                <p className="import-report-file">{result.file}</p>
                {"refused" in result ? (
                  <p className="import-report-refusal">
                    {[result.refused.what, result.refused.why, result.refused.action].filter(Boolean).join(" ")}
                  </p>
                ) : (
                  result.flows.map((flow) => (
                    <div key={flow.id}>
                      <p className="import-report-flow">
                        <Link to={`/flow/${flow.id}`}>{flow.name}</Link> {words(factsOf(flow.data, knownTypes))}
                      </p>
                      <SecretsOffer flow={flow} />
                    </div>
                  ))
                )}
              </div>
            </li>
          ))}
        </ul>
      ) : null}
    </section>
  );
}

function hasSecrets(results: readonly ImportResult[]): boolean {
  return results.some(
    (result) => "flows" in result && result.flows.some((flow) => findPlainSecrets(flow.data).length > 0),
  );
}

function headline(flowCount: number, refusedCount: number, facts: readonly FlowFacts[]): string {
  const parts = [];
  if (flowCount > 0) parts.push(`${count(flowCount, "flow")} imported: ${words(sum(facts))}`);
  if (refusedCount > 0) parts.push(`${count(refusedCount, "file")} refused`);
  return parts.length > 0 ? `${parts.join("; ")}.` : "Nothing to import.";
}

function words({ nodes, wires, repaired, broken, unknownTypes }: FlowFacts): string {
  const parts = [count(nodes, "node"), count(wires, "wire")];
  if (repaired > 0) parts.push(`${repaired} repaired`);
  if (broken > 0) parts.push(`${broken} broken`);
  if (unknownTypes.length === 1) parts.push(`1 unknown type (${unknownTypes[0]})`);
  else if (unknownTypes.length > 1) parts.push(`${unknownTypes.length} unknown types (${unknownTypes.join(", ")})`);
  return parts.join(", ");
}

function sum(facts: readonly FlowFacts[]): FlowFacts {
  return {
    nodes: facts.reduce((total, fact) => total + fact.nodes, 0),
    wires: facts.reduce((total, fact) => total + fact.wires, 0),
    repaired: facts.reduce((total, fact) => total + fact.repaired, 0),
    broken: facts.reduce((total, fact) => total + fact.broken, 0),
    unknownTypes: [...new Set(facts.flatMap((fact) => fact.unknownTypes))],
  };
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
