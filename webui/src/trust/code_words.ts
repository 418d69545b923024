import type { CarriedCode } from "@/trust/trust";

/** Why the node runs code, and what happens until it is trusted. */
export function reasonOf({ reason, is_trusted, type }: CarriedCode): string {
  switch (reason) {
    case "unknown_type":
      return is_trusted
        ? "Runnel has no component of this type, so the node runs the code that it carries."
        : `Runnel has no component ${type}. The node runs the code that it carries, once you trust it.`;
    case "custom":
      return is_trusted ? "The node runs this code." : "The node runs this code, once you trust it.";
    case "edited":
      return is_trusted
        ? "The code of this node was changed, and it runs in place of Runnel's own component."
        : "The code of this node was changed. Until you trust it, Runnel's own component runs in its place.";
    case "written":
      return is_trusted ? "The node runs this code." : "The node runs this code, once you trust it.";
    case "model_writes":
      return is_trusted
        ? "A model writes the code that this node runs."
        : "A model writes the code that this node runs, once you allow it.";
  }
}

/** What trust means, said wherever it is given. */
export const WHAT_TRUST_MEANS =
  "Trusted code runs in a process of its own, with limits of time and memory and without your keys. It can still read " +
  "your files and use the network, as you can. Trust holds for exactly this text, on this computer.";
