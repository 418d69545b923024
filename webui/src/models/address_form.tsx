import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { explain } from "@/api/errors";
import { type ModelServer, testAddress, useCreateAddress } from "@/models/models";
import { Button } from "@/ui/button";
import { ErrorNote } from "@/ui/error_note";
import { Field } from "@/ui/field";
import { TextInput } from "@/ui/text_input";

/** Adds the address of a model server; Test asks it for its models without keeping it. */
export function AddressForm({ onDone }: { onDone: () => void }) {
  const [baseUrl, setBaseUrl] = useState("");
  const [name, setName] = useState("");
  const test = useMutation({
    mutationFn: () => testAddress({ base_url: baseUrl.trim(), api_key: null, api_key_variable: null }),
  });
  const create = useCreateAddress();
  const error = create.error ?? test.error;

  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (!baseUrl.trim()) return;
    create.mutate({ base_url: baseUrl.trim(), name: name.trim() || null }, { onSuccess: onDone });
  };

  return (
    <form className="panel-form" aria-label="Add an address" onSubmit={onSubmit}>
      <Field
        label="Address"
        isRequired
        help="Where the server speaks OpenAI's API, for instance http://127.0.0.1:8080/v1"
      >
        {(ids) => (
          <TextInput
            {...ids}
            autoFocus
            inputMode="url"
            placeholder="http://"
            value={baseUrl}
            onChange={(event) => {
              setBaseUrl(event.target.value);
              test.reset();
              create.reset();
            }}
          />
        )}
      </Field>
      <Field label="Name" help="Shown in lists; the address if left out">
        {(ids) => <TextInput {...ids} value={name} onChange={(event) => setName(event.target.value)} />}
      </Field>
      {test.data ? <TestResult server={test.data} /> : null}
      {error ? (
        <div className="panel-wide">
          <ErrorNote {...explain(error)} />
        </div>
      ) : null}
      <div className="panel-acts">
        <Button kind="primary" type="submit" disabled={!baseUrl.trim() || create.isPending}>
          Add address
        </Button>
        <Button kind="outline" disabled={!baseUrl.trim() || test.isPending} onClick={() => test.mutate()}>
          {test.isPending ? "Testing…" : "Test"}
        </Button>
        <Button onClick={onDone}>Cancel</Button>
      </div>
    </form>
  );
}

/** What an address answered to a test, in words or as an error in three parts. */
export function TestResult({ server }: { server: ModelServer }) {
  if (!server.is_reachable) {
    const error = server.error ?? { what: "The server did not answer." };
    return (
      <div className="panel-wide">
        <ErrorNote {...error} />
      </div>
    );
  }
  const { models } = server;
  return (
    <p className="panel-wide panel-quiet" role="status">
      It answers with {models.length === 1 ? "1 model" : `${models.length} models`}
      {models.length > 0 ? `: ${models.slice(0, 5).join(", ")}${models.length > 5 ? " …" : ""}` : ""}.
    </p>
  );
}
