import type { ActionGroup } from "@/actions/action";
import { ACTIONS } from "@/actions/all";
import { useView } from "@/canvas/view";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Kbd } from "@/ui/kbd";
import "./help.css";

const GROUPS: readonly ActionGroup[] = ["Flow", "Edit", "Node", "View", "App"];

/** All shortcuts at a glance; `?` opens it. */
export default function Help() {
  const isOpen = useView((view) => view.isHelpOpen);
  const close = () => useView.setState({ isHelpOpen: false });
  return (
    <Dialog isOpen={isOpen} onOpenChange={close} title="Shortcuts" buttons={<Button onClick={close}>Close</Button>}>
      <div className="help-groups">
        {GROUPS.map((group) => (
          <section key={group}>
            <h3 className="menu-label">{group}</h3>
            <dl>
              {ACTIONS.filter((action) => action.group === group && action.shortcuts.length).map((action) => (
                <div key={action.name} className="help-line">
                  <dt>{action.label}</dt>
                  <dd>
                    {action.shortcuts.map((chord) => (
                      <Kbd key={chord}>{chord}</Kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
