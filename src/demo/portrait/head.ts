import { tone } from './colour.js';
import { CANVAS, type Head, type Look } from './look.js';
import { bothSides, fill } from './svg.js';

/** The neck and the chin's shadow on it. */
export function drawNeck({ skin, head }: Look): string {
  const half = Math.min(52, head.cheek * 0.5);
  const [left, right] = [CANVAS.middle - half, CANVAS.middle + half];
  const shadow = `M${left},300 V${head.chin + 12} Q240,${head.chin + 62} ${right},${head.chin + 12} V300 Z`;
  return (
    fill(`M${left},300 V440 Q240,520 ${right},440 V300 Z`, tone(skin, -0.06)) +
    fill(shadow, tone(skin, -0.22))
  );
}

/** Ears and head, the half away from the light a little darker. */
export function drawHead({ skin, head }: Look): string {
  const outline = outlineOf(head);
  return [
    bothSides((side) => drawEar(CANVAS.middle + side * (head.cheek + 2), skin)),
    `<clipPath id="head"><path d="${outline}"/></clipPath>`,
    fill(outline, skin),
    `<g clip-path="url(#head)">${fill('M246,100 C258,220 250,300 240,420 H400 V100 Z', tone(skin, -0.09))}</g>`,
  ].join('');
}

function drawEar(x: number, skin: string): string {
  const ellipse = (width: number, height: number, colour: string): string =>
    `<ellipse cx="${x}" cy="262" rx="${width}" ry="${height}" fill="${colour}"/>`;
  return ellipse(15, 25, tone(skin, -0.08)) + ellipse(7, 14, tone(skin, -0.2));
}

function outlineOf({ cheek, jaw, chin }: Head): string {
  const [left, right] = [CANVAS.middle - cheek, CANVAS.middle + cheek];
  return `M${left},235 C${left},118 ${right},118 ${right},235
    C${right},${chin - 62} ${240 + jaw},${chin} 240,${chin}
    C${240 - jaw},${chin} ${left},${chin - 62} ${left},235 Z`;
}
