import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { explain } from "@/api/errors";
import { TestResult } from "@/models/address_form";
import { type Models, testAddress, useUpdateModels } from "@/models/models";
import { Button } from "@/ui/button";
import { ErrorNote } from "@/ui/error_note";
import { Field } from "@/ui/field";
import { TextInput } from "@/ui/text_input";
import { useCreateVariable, useUpdateVariable, useVariables } from "@/variables/variables";

/** The variable that OpenAI nodes take their key from. */
const KEY_VARIABLE = "OPENAI_API_KEY";
const VENDOR_ADDRESS = "https://api.openai.com/v1";

/** OpenAI's address and key. The key is kept as the credential variable OPENAI_API_KEY and never shown again. */
export function OpenAiForm({ models }: { models: Models }) {
  const [address, setAddress] = useState(models.openai_base_url ?? "");
  const [key, setKey] = useState("");
  const { data: variables } = useVariables();
  const kept = variables?.find((variable) => variable.name === KEY_VARIABLE);
  const updateModels = useUpdateModels();
  const createVariable = useCreateVariable();
  const updateVariable = useUpdateVariable();
  const test = useMutation({
    mutationFn: () =>
      testAddress({
        base_url: address.trim() || VENDOR_ADDRESS,
        api_key: key.trim() || null,
        api_key_variable: kept && !key.trim() ? KEY_VARIABLE : null,
      }),
  });

  const save = useMutation({
    mutationFn: async () => {
      await updateModels.mutateAsync({ openai_base_url: address.trim() || null });
      if (!key.trim()) return;
      if (kept) await updateVariable.mutateAsync({ id: kept.id, value: key.trim() });
      else await createVariable.mutateAsync({ name: KEY_VARIABLE, value: key.trim(), type: "Credential" });
      setKey("");
    },
  });
  const isChanged = address.trim() !== (models.openai_base_url ?? "") || key.trim() !== "";
  const error = save.error ?? test.error;

  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (isChanged) save.mutate();
  };

  return (
    <form className="panel-form" aria-label="OpenAI" onSubmit={onSubmit}>
      <Field label="Address" help="Empty: OPENAI_BASE_URL of the environment, else the vendor">
        {(ids) => (
          <TextInput
            {...ids}
            inputMode="url"
            placeholder={VENDOR_ADDRESS}
            value={address}
            onChange={(event) => {
              setAddress(event.target.value);
              test.reset();
            }}
          />
        )}
      </Field>
      <Field
        label="Key"
        help={
          kept
            ? `Kept in the variable ${KEY_VARIABLE}; enter a new one to replace it`
            : `Becomes the variable ${KEY_VARIABLE}, encrypted`
        }
      >
        {(ids) => (
          <TextInput
            {...ids}
            type="password"
            autoComplete="off"
            placeholder={kept ? "••••••••" : "sk-…"}
            value={key}
            onChange={(event) => setKey(event.target.value)}
          />
        )}
      </Field>
      {test.data ? <TestResult server={test.data} /> : null}
      {error ? (
        <div className="panel-wide">
          <ErrorNote {...explain(error)} />
        </div>
      ) : null}
      <div className="panel-acts">
        <Button kind="primary" type="submit" disabled={!isChanged || save.isPending}>
          Save
        </Button>
        <Button kind="outline" disabled={test.isPending} onClick={() => test.mutate()}>
          {test.isPending ? "Testing…" : "Test"}
        </Button>
        <span className="panel-quiet" role="status">
          {save.isSuccess && !isChanged ? "Saved" : ""}
        </span>
      </div>
    </form>
  );
}
