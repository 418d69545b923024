import { type ReactNode, Suspense, useState } from "react";

export interface LateProps {
  /** Has it come to be needed? */
  isWanted: boolean;
  children: ReactNode;
}

/** Nothing until it is first wanted: then its script is loaded, and it stays. */
export function Late({ isWanted, children }: LateProps) {
  const [wasWanted, setWanted] = useState(isWanted);
  if (isWanted && !wasWanted) setWanted(true);
  return wasWanted || isWanted ? <Suspense fallback={null}>{children}</Suspense> : null;
}
