import { CANVAS } from './look.js';

export function fill(path: string, colour: string): string {
  return `<path d="${path}" fill="${colour}"/>`;
}

export function line(path: string, colour: string, width: number): string {
  return `<path d="${path}" fill="none" stroke="${colour}" stroke-width="${width}" stroke-linecap="round"/>`;
}

export function dot(x: number, y: number, radius: number, colour: string): string {
  return `<circle cx="${x}" cy="${y}" r="${radius}" fill="${colour}"/>`;
}

export function dots(
  points: readonly (readonly [x: number, y: number])[],
  radius: number,
  colour: string,
): string {
  return points.map(([x, y]) => dot(x, y, radius, colour)).join('');
}

/** The same on both sides: -1 is the left of the picture, 1 the right. */
export function bothSides(draw: (side: -1 | 1) => string): string {
  return draw(-1) + draw(1);
}

/** What is drawn on the left, and its mirror image on the right. */
export function symmetric(markup: string): string {
  return `${markup}<g transform="matrix(-1 0 0 1 ${CANVAS.width} 0)">${markup}</g>`;
}

/** Moved down by so many pixels. */
export function lowered(y: number, markup: string): string {
  return `<g transform="translate(0 ${y})">${markup}</g>`;
}
