import { explain } from "@/api/errors";
import { useLibraryIsOpen, useOpenLibrary } from "@/library/library";
import { LibraryList } from "@/library/library_list";
import { ErrorNote } from "@/ui/error_note";
import { Panel, Rows } from "@/ui/panel";
import { Switch } from "@/ui/switch";

/** The library of shared components and flows: its switch, and what is in it. */
export function LibrarySection() {
  const { data: isOpen = false, isPending } = useLibraryIsOpen();
  const open = useOpenLibrary();
  return (
    <>
      <Panel text="Flows and components that are shared on this computer: with clients of the API, and with yourself as a store of good parts. Nothing of it leaves the computer.">
        <Rows>
          <li>
            <span className="panel-grow">Library is open, also to the store routes of the API</span>
            <Switch
              label="Open the component library"
              isOn={open.isPending ? open.variables : isOpen}
              isDisabled={isPending || open.isPending}
              onChange={(next) => open.mutate(next)}
            />
          </li>
        </Rows>
        {open.error ? <ErrorNote {...explain(open.error)} /> : null}
      </Panel>
      {isOpen ? <LibraryList /> : null}
    </>
  );
}
