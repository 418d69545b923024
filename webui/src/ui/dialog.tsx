import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import "./floating.css";

export interface DialogProps {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  title: string;
  text?: string;
  /** Inputs and text between the question and the buttons. */
  children?: ReactNode;
  /** Buttons; the last one is the main act. */
  buttons: ReactNode;
}

/** A true modal. Rare: only for what cannot be undone. */
export function Dialog({ isOpen, onOpenChange, title, text, children, buttons }: DialogProps) {
  return (
    <Radix.Root open={isOpen} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="dialog-veil" />
        <Radix.Content className="dialog" {...(text ? {} : { "aria-describedby": undefined })}>
          <Radix.Title className="dialog-title">{title}</Radix.Title>
          {text ? <Radix.Description className="dialog-text">{text}</Radix.Description> : null}
          {children}
          <div className="dialog-buttons">{buttons}</div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
