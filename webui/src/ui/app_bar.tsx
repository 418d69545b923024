import type { ReactNode } from "react";
import { Link } from "react-router";
import "./app_bar.css";

export interface AppBarProps {
  /** After the product's mark: where the user is. */
  title?: string;
  /** Right side: search and acts. */
  children?: ReactNode;
}

/** The 44 px bar on top of every page that is not a canvas. The mark leads home. */
export function AppBar({ title, children }: AppBarProps) {
  return (
    <header className="app-bar">
      <Link to="/" className="app-bar-mark" aria-label="Runnel, home">
        <img src="/icon.svg" alt="" width={20} height={20} />
        <span>Runnel</span>
      </Link>
      {title ? (
        <>
          <span className="app-bar-slash" aria-hidden="true">
            /
          </span>
          <span className="app-bar-title">{title}</span>
        </>
      ) : null}
      <div className="app-bar-acts">{children}</div>
    </header>
  );
}
