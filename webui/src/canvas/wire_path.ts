/** How far a wire runs level from its ends before it turns; it has room to turn when it runs back. */
export function wireReach(fromX: number, toX: number): number {
  return Math.max(
    40,
    Math.min(Math.abs(toX - fromX) * 0.5, 220),
    toX < fromX ? Math.min(120 + (fromX - toX) * 0.25, 320) : 0,
  );
}

/** The curve of a wire: it leaves and enters level. */
export function wirePath(fromX: number, fromY: number, toX: number, toY: number): string {
  const reach = wireReach(fromX, toX);
  return `M${fromX},${fromY} C${fromX + reach},${fromY} ${toX - reach},${toY} ${toX},${toY}`;
}
