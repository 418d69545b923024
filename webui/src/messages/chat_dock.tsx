/** The dock's Chat tab for a flow. */
export function ChatDock({ flowId }: { flowId: string }) {
  return <div data-flow={flowId} />;
}
