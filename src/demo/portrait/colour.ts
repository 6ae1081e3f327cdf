/** The colour mixed with black (a negative amount) or white (a positive one); amounts from -1 to 1. */
export function tone(colour: string, amount: number): string {
  const goal = amount < 0 ? 0 : 255;
  const mixed = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(colour.slice(at, at + 2), 16);
    return Math.round(channel + (goal - channel) * Math.abs(amount));
  });
  return `#${mixed.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}
