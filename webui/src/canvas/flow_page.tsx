/** The canvas of one flow. */
export default function FlowPage() {
  return <main aria-label="Flow" />;
}
