import { Popover as Radix } from "radix-ui";
import type { ReactElement, ReactNode } from "react";
import "./floating.css";

export interface PopoverProps {
  /** The control that opens it. */
  trigger: ReactElement;
  label: string;
  isOpen?: boolean;
  onOpenChange?: (isOpen: boolean) => void;
  side?: "top" | "right" | "bottom" | "left";
  align?: "start" | "center" | "end";
  className?: string;
  children: ReactNode;
}

/** A small panel beside the control that opened it; Esc or a click outside closes it. */
export function Popover({
  trigger,
  label,
  isOpen,
  onOpenChange,
  side,
  align = "start",
  className = "",
  children,
}: PopoverProps) {
  return (
    <Radix.Root open={isOpen} onOpenChange={onOpenChange}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          className={`popover ${className}`}
          aria-label={label}
          side={side}
          align={align}
          sideOffset={6}
          collisionPadding={8}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** Wrap a button with it to close the popover it stands in. */
export const PopoverClose = Radix.Close;
