/** Chat. */
export default function ChatPage() {
  return <main aria-label="Chat" />;
}
