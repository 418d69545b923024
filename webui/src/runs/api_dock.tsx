import { Play, Plus, Square, X } from "lucide-react";
import { useMemo, useState } from "react";
import { create } from "zustand";
import { rootGraph, useDocument } from "@/document/document";
import { OptionList } from "@/inputs/option_list";
import { ApiAddress } from "@/runs/api_address";
import { type CallChoice, callBody, NO_CHOICE, takesInput, tweakFields, tweakKey } from "@/runs/api_call";
import { type ApiCall, LANGUAGES, type Language, snippet } from "@/runs/snippets";
import { useTrial } from "@/runs/trial";
import { WebhookDeliveries } from "@/runs/webhook_deliveries";
import { useAbout } from "@/settings/about";
import { Button } from "@/ui/button";
import { CopyButton } from "@/ui/copy_button";
import { Field } from "@/ui/field";
import { IconButton } from "@/ui/icon_button";
import { Popover } from "@/ui/popover";
import { Select } from "@/ui/select";
import { Switch } from "@/ui/switch";
import { TextInput } from "@/ui/text_input";
import "./api_dock.css";

/** What was chosen for the call of each flow, as long as the window is open. */
const useChoices = create<Record<string, CallChoice>>(() => ({}));

export interface ApiDockProps {
  flowId: string;
  isShown: boolean;
}

/** The dock's API tab: the flow as a program calls it, tried at once; its address and its webhook. */
export function ApiDock({ flowId, isShown }: ApiDockProps) {
  const choice = useChoices((choices) => choices[flowId]) ?? NO_CHOICE;
  const { nodes, edges } = useDocument(rootGraph);
  const endpointName = useDocument((document) => document.flow?.endpoint_name as string | null | undefined);
  const { data: about } = useAbout({ isWanted: isShown });
  const [language, setLanguage] = useState<Language>("cURL");
  const fields = useMemo(() => (isShown ? tweakFields(nodes, edges) : []), [nodes, edges, isShown]);
  const name = endpointName || flowId;
  if (!isShown) return null;

  const call: ApiCall = {
    url: `${window.location.origin}/api/v1/run/${name}`,
    body: callBody(nodes, fields, choice),
    isStreaming: choice.isStreaming,
    needsKey: about?.needs_api_key ?? false,
  };
  const text = snippet(language, call);
  const change = (part: Partial<CallChoice>) => useChoices.setState({ [flowId]: { ...choice, ...part } });
  const chosen = choice.tweaks.flatMap((wanted) => fields.find((field) => tweakKey(field) === wanted) ?? []);

  return (
    <section className="api-dock" aria-label="API">
      <div className="api-snippet">
        <div className="api-snippet-head">
          <Select
            aria-label="Language"
            value={language}
            onChange={(value) => setLanguage(value as Language)}
            options={LANGUAGES}
          />
          <CopyButton label="Copy the snippet" text={() => text} />
        </div>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it is scrolled by keyboard. */}
        <pre tabIndex={0}>{text}</pre>
      </div>
      {call.needsKey ? (
        <p className="field-help">
          This server asks programs for a key. Make one in <a href="/settings/keys">Settings → API keys</a>.
        </p>
      ) : null}
      <div className="api-choices">
        {takesInput(nodes) ? (
          <Field label="Message">
            {(ids) => (
              <TextInput {...ids} value={choice.input} onChange={(event) => change({ input: event.target.value })} />
            )}
          </Field>
        ) : null}
        <Field label="Session">
          {(ids) => (
            <TextInput
              {...ids}
              value={choice.session}
              placeholder="The flow's own"
              onChange={(event) => change({ session: event.target.value.trim() })}
            />
          )}
        </Field>
        <div className="api-line">
          <label className="field-label" htmlFor="api-stream">
            Stream the answer
          </label>
          <Switch id="api-stream" isOn={choice.isStreaming} onChange={(isStreaming) => change({ isStreaming })} />
        </div>
        <div className="api-line">
          <span className="field-label">Fields that the call sets</span>
          <FieldPicker
            options={fields.filter((field) => !choice.tweaks.includes(tweakKey(field))).map(({ label }) => label)}
            onChoose={(label) => {
              const field = fields.find((each) => each.label === label);
              if (field) change({ tweaks: [...choice.tweaks, tweakKey(field)] });
            }}
          />
        </div>
        {chosen.length ? (
          <ul className="api-tweaks" aria-label="Fields that the call sets">
            {chosen.map((field) => (
              <li key={tweakKey(field)}>
                <span>{field.label}</span>
                <IconButton
                  label={`Leave out ${field.label}`}
                  onClick={() => change({ tweaks: choice.tweaks.filter((each) => each !== tweakKey(field)) })}
                >
                  <X />
                </IconButton>
              </li>
            ))}
          </ul>
        ) : null}
      </div>
      <Trial call={call} name={name} />
      <ApiAddress flowId={flowId} />
      <WebhookDeliveries flowId={flowId} name={name} isShown={isShown} />
    </section>
  );
}

function FieldPicker({ options, onChoose }: { options: readonly string[]; onChoose: (label: string) => void }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover
      label="Fields"
      isOpen={isOpen}
      onOpenChange={setOpen}
      align="end"
      className="api-picker"
      trigger={
        <Button icon={<Plus />} aria-label="Add a field">
          Add
        </Button>
      }
    >
      <OptionList
        label="Fields"
        options={options}
        chosen={[]}
        onChoose={(option) => {
          onChoose(option);
          setOpen(false);
        }}
      />
    </Popover>
  );
}

/** Sends the very call that the snippet shows, and shows the true answer. */
function Trial({ call, name }: { call: ApiCall; name: string }) {
  const { answer, isUnderWay, send, stop } = useTrial();
  return (
    <div className="api-trial">
      {isUnderWay ? (
        <Button kind="outline" icon={<Square />} onClick={stop}>
          Stop
        </Button>
      ) : (
        <Button kind="primary" icon={<Play />} onClick={() => void send(name, call)}>
          Try
        </Button>
      )}
      {answer ? (
        <section className="value" aria-label="Answer">
          <div className="value-head">
            <span className={`api-status ${answer.status >= 200 && answer.status < 300 ? "is-ok" : "is-failed"}`}>
              {answer.status || "No answer"}
            </span>
            <span className="value-title">{answer.words}</span>
            <CopyButton label="Copy the answer" text={() => answer.body} />
          </div>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it is scrolled by keyboard. */}
          <pre className="value-body api-answer" tabIndex={0}>
            {answer.body}
          </pre>
        </section>
      ) : null}
    </div>
  );
}
