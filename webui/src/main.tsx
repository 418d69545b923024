import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "@/app";
import "@/styles/fonts.css";
import "@/styles/tokens.css";
import "@/styles/forced_colors.css";
import "@/styles/page.css";
// The bar is on the screen before the first page is.
import "@/ui/app_bar.css";

createRoot(document.getElementById("root") as HTMLElement).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
