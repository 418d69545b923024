/** The dock's Node tab: every field of the selection, and its In · Out · Log. */
export function NodeDock({ flowId }: { flowId: string }) {
  return <div data-flow={flowId} />;
}
