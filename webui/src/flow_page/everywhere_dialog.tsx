import { ArrowUpCircle } from "lucide-react";
import { useEffect, useMemo, useState } from "react";
import { type Explained, explain } from "@/api/errors";
import { queries } from "@/api/queries";
import { type Use, updateUse, useEverywhere, usesOf } from "@/canvas/everywhere";
import { savedForms } from "@/canvas/saved_components";
import { useView } from "@/canvas/view";
import { flowKeys, useSavedComponents } from "@/flows/flows";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { ErrorNote } from "@/ui/error_note";
import { notify } from "@/ui/notice";
import { Spinner } from "@/ui/spinner";
import "./update_dialog.css";

/** In which flows a saved group is used as it was before, and the act that makes them all follow. */
export default function EverywhereDialog() {
  const savedId = useEverywhere((state) => state.savedId);
  return savedId ? <Uses key={savedId} savedId={savedId} /> : null;
}

function Uses({ savedId }: { savedId: string }) {
  const { data } = useSavedComponents(true);
  const component = data?.find(({ id }) => id === savedId);
  const saved = useMemo(() => savedForms(component ? [component] : []), [component]);
  const [uses, setUses] = useState<readonly Use[] | null>(null);
  const [failure, setFailure] = useState<Explained | null>(null);
  const [isBusy, setBusy] = useState(false);
  const name = component?.name ?? "this group";

  useEffect(() => {
    if (!component) return;
    usesOf(saved)
      .then(setUses)
      .catch((error: unknown) => setFailure(explain(error)));
  }, [component, saved]);

  const close = () => {
    useEverywhere.setState({ savedId: null });
    useView.getState().camera?.focus();
  };
  const apply = async () => {
    setBusy(true);
    try {
      for (const use of uses ?? []) await updateUse(use, saved, name);
      const groups = (uses ?? []).reduce((sum, { count }) => sum + count, 0);
      close();
      notify({
        text: `${groups} ${groups === 1 ? "group is" : "groups are"} as “${name}” is now, in ${flowWords(uses ?? [])}.`,
      });
    } catch (error) {
      // Those before it are done; what is left is listed anew.
      setFailure(explain(error));
      setUses(await usesOf(saved));
    } finally {
      setBusy(false);
      await queries.invalidateQueries({ queryKey: flowKeys.all });
    }
  };

  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => isOpen || close()}
      title={`Update ${name} everywhere`}
      text="Groups made from it follow its new form. Values that were set in a flow stay, and so do wires that still fit. Each flow gets a restore point before."
      buttons={
        <>
          <Button kind="outline" onClick={close}>
            {uses?.length === 0 ? "Close" : "Cancel"}
          </Button>
          {uses?.length === 0 ? null : (
            <Button
              kind="primary"
              icon={<ArrowUpCircle />}
              disabled={!uses?.length || isBusy}
              onClick={() => void apply()}
            >
              Update {uses ? flowWords(uses) : ""}
            </Button>
          )}
        </>
      }
    >
      <div className="update-list">
        {failure ? <ErrorNote {...failure} /> : null}
        {uses || failure ? null : <Spinner label="Looking through the flows" />}
        {uses?.length === 0 ? <p className="update-kept">Every group made from it is as it is now.</p> : null}
        {uses?.length ? (
          <ul className="update-changes" aria-label="Flows that use it">
            {uses.map(({ flowId, name: flow, count }) => (
              <li key={flowId}>
                <span className="update-label">{flow}</span>
                <span className="update-detail">{count === 1 ? "1 group" : `${count} groups`}</span>
              </li>
            ))}
          </ul>
        ) : null}
      </div>
    </Dialog>
  );
}

function flowWords(uses: readonly Use[]): string {
  return uses.length === 1 ? "1 flow" : `${uses.length} flows`;
}
