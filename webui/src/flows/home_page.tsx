/** Home. */
export default function HomePage() {
  return <main aria-label="Home" />;
}
