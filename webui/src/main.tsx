import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "@/app";
import { adoptTheme } from "@/settings/theme";
import "@/styles/fonts.css";
import "@/styles/tokens.css";
import "@/styles/page.css";
// The bar is on the screen before the first page is.
import "@/ui/app_bar.css";

// The page is drawn meanwhile; without an answer it looks as the system asks.
adoptTheme().catch(() => undefined);

createRoot(document.getElementById("root") as HTMLElement).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
