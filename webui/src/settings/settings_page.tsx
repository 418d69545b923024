/** Settings. */
export default function SettingsPage() {
  return <main aria-label="Settings" />;
}
