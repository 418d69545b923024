import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { client, read } from "@/api/client";
import { explain } from "@/api/errors";
import { partOfPage } from "@/api/page_state";
import type { components } from "@/api/schema";
import { notify } from "@/ui/notice";

/** A value that flows use by its name. One of type `Credential` is stored encrypted, and its value never comes back. */
export type Variable = components["schemas"]["VariableRead"];

const variableKeys = { all: ["variables"] as const };

/** How all variables are asked for. */
export const variablesQuery = {
  queryKey: variableKeys.all,
  queryFn: () => partOfPage("variables", () => read(client.GET("/api/v1/variables/", {}))),
};

/** All variables. */
export function useVariables() {
  return useQuery(variablesQuery);
}

/** A variable to be made. */
export type VariableDraft = Pick<Variable, "name" | "type"> & { value: string };

/** Makes a variable. */
export function useCreateVariable() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (draft: VariableDraft) =>
      read(client.POST("/api/v1/variables/", { body: { ...draft, default_fields: [] } })),
    onSettled: () => queries.invalidateQueries({ queryKey: variableKeys.all }),
  });
}

/** Changes a variable's name, value or both; a value left out stays. */
export function useUpdateVariable() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...change }: { id: string; name?: string; value?: string }) =>
      read(
        client.PATCH("/api/v1/variables/{variable_id}", {
          params: { path: { variable_id: id } },
          body: { id, ...change },
        }),
      ),
    onSettled: () => queries.invalidateQueries({ queryKey: variableKeys.all }),
  });
}

/** Deletes a variable; one that is no credential can be brought back at once. */
export function useDeleteVariable() {
  const queries = useQueryClient();
  const create = useCreateVariable();
  return useMutation({
    mutationFn: (variable: Variable) =>
      read(client.DELETE("/api/v1/variables/{variable_id}", { params: { path: { variable_id: variable.id } } })),
    onSuccess: (_, { name, type, value }) =>
      notify({
        text: `Variable ${name} was deleted.`,
        ...(value === null ? {} : { action: { label: "Undo", perform: () => create.mutate({ name, type, value }) } }),
      }),
    onError: (error) => notify({ text: explain(error).what, tone: "error" }),
    onSettled: () => queries.invalidateQueries({ queryKey: variableKeys.all }),
  });
}
