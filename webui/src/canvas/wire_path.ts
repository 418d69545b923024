/** The curve of a wire: it leaves and enters level, with room to turn when it runs back. */
export function wirePath(fromX: number, fromY: number, toX: number, toY: number): string {
  const reach = Math.max(
    40,
    Math.min(Math.abs(toX - fromX) * 0.5, 220),
    toX < fromX ? Math.min(120 + (fromX - toX) * 0.25, 320) : 0,
  );
  return `M${fromX},${fromY} C${fromX + reach},${fromY} ${toX - reach},${toY} ${toX},${toY}`;
}
