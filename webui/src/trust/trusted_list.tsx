import { useState } from "react";
import { ApiError, explain } from "@/api/errors";
import { timeAgo } from "@/flows/time_ago";
import { WHAT_TRUST_MEANS } from "@/trust/code_words";
import { type Trusted, useTrusted, useWithdraw } from "@/trust/trust";
import { Button } from "@/ui/button";
import { CodeBox } from "@/ui/code_box";
import { ErrorNote } from "@/ui/error_note";
import { Panel, Rows } from "@/ui/panel";
import "./trust.css";

/** Everything that is trusted on this computer, to look at and to take back. */
export function TrustedList() {
  const { data: trusted, error } = useTrusted();
  const withdraw = useWithdraw();
  const [opened, setOpened] = useState<string | null>(null);
  if (error instanceof ApiError && error.status === 403)
    return (
      <Panel text="Only a window that Runnel opened itself may give trust or take it back. On a terminal, runnel trust does the same." />
    );
  return (
    <Panel text={WHAT_TRUST_MEANS}>
      {error ? <ErrorNote {...explain(error)} /> : null}
      {trusted?.length ? (
        <Rows label="Trusted code">
          {trusted.map((entry) => (
            <TrustedRow
              key={entry.digest}
              entry={entry}
              isOpen={opened === entry.digest}
              onOpen={() => setOpened(opened === entry.digest ? null : entry.digest)}
              onWithdraw={() => withdraw.mutate(entry)}
            />
          ))}
        </Rows>
      ) : null}
      {trusted?.length === 0 ? (
        <p className="panel-quiet">Nothing is trusted. A node that carries code offers to show it.</p>
      ) : null}
    </Panel>
  );
}

interface TrustedRowProps {
  entry: Trusted;
  isOpen: boolean;
  onOpen: () => void;
  onWithdraw: () => void;
}

function TrustedRow({ entry, isOpen, onOpen, onWithdraw }: TrustedRowProps) {
  const name = entry.name || (entry.kind === "command" ? "Command" : "Code");
  const lines = entry.text.split("\n").length;
  return (
    <li className="trust-row">
      <span className="panel-grow">{name}</span>
      <span className="panel-quiet">
        {entry.kind === "command" ? "command" : `${lines} ${lines === 1 ? "line" : "lines"}`}, trusted{" "}
        {timeAgo(entry.granted_at)}
      </span>
      <Button aria-label={`${isOpen ? "Hide" : "Show"} ${name}`} aria-expanded={isOpen} onClick={onOpen}>
        {isOpen ? "Hide" : "Show"}
      </Button>
      <Button aria-label={`Withdraw trust in ${name}`} onClick={onWithdraw}>
        Withdraw
      </Button>
      {isOpen ? (
        <div className="trust-row-code">
          <CodeBox label={`Code of ${name}`} language="python" value={entry.text} />
        </div>
      ) : null}
    </li>
  );
}
