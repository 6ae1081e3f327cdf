import { tone } from './colour.js';
import { CANVAS, type Look } from './look.js';
import { bothSides, dot, fill, line } from './svg.js';

const EYE_LINE = 256;
const EYE_DISTANCE = 40;
const LID_COLOUR = '#2b1d18';
const PUPIL_COLOUR = '#17120f';

/** Everything that looks, breathes and speaks. */
export function drawFeatures(look: Look): string {
  return [
    bothSides((side) => drawEye(look, side)),
    bothSides((side) => drawBrow(look, side)),
    drawNose(look),
    MOUTHS[look.mouth.shape](look.head.chin - 46, look.mouth.colour),
  ].join('');
}

function drawEye({ eyes, skin }: Look, side: number): string {
  const { size } = eyes;
  const [x, y] = [CANVAS.middle + side * EYE_DISTANCE, EYE_LINE - 2];
  const lid = `M${x - size - 4},${EYE_LINE} Q${x},${EYE_LINE - size * 1.5} ${x + size + 4},${EYE_LINE}`;
  return [
    fill(`${lid} Q${x},${EYE_LINE + size * 1.1} ${x - size - 4},${EYE_LINE} Z`, '#fffdf8'),
    dot(x, y, size * 0.62, eyes.colour),
    dot(x, y, size * 0.32, PUPIL_COLOUR),
    dot(x + size * 0.22, y - size * 0.24, size * 0.15, '#ffffff'),
    line(lid, LID_COLOUR, eyes.lashes ? 5 : 3.5),
    eyes.lashes ? line(`M${x + side * (size + 2)},${y} l${side * 9},-7`, LID_COLOUR, 4) : '',
    eyes.bags
      ? line(`M${x - size - 2},${y + 16} q${size + 2},10 ${size * 2 + 4},0`, tone(skin, -0.24), 3.5)
      : '',
  ].join('');
}

function drawBrow({ brows, eyes, hair }: Look, side: number): string {
  const inner = CANVAS.middle + side * (EYE_DISTANCE - 20);
  const outer = CANVAS.middle + side * (EYE_DISTANCE + 24);
  const y = EYE_LINE - eyes.size - 15;
  const top = `${(inner + outer) / 2 + side * 4},${y - 11}`;
  const curve = `M${inner},${y + brows.tilt} Q${top} ${outer},${y + 4 - brows.tilt / 2}`;
  return line(curve, tone(hair.colour, -0.25), brows.weight);
}

function drawNose({ nose, skin }: Look): string {
  const tip = EYE_LINE + nose.length;
  const [left, right] = [CANVAS.middle - nose.width, CANVAS.middle + nose.width];
  return (
    fill(
      `M240,${EYE_LINE - 4} L${right},${tip - 6} Q${right},${tip + 5} 240,${tip + 4} Z`,
      tone(skin, -0.17),
    ) + line(`M${left},${tip - 2} Q240,${tip + 11} ${right},${tip - 2}`, tone(skin, -0.3), 3.5)
  );
}

const MOUTHS: Record<Look['mouth']['shape'], (y: number, colour: string) => string> = {
  smile: (y, colour) => line(`M208,${y - 4} Q236,${y + 18} 274,${y - 8}`, colour, 5.5),
  firm: (y, colour) => line(`M212,${y + 3} Q240,${y - 4} 268,${y + 3}`, colour, 5.5),
  grin: (y, colour) =>
    fill(
      `M196,${y - 12} Q240,${y - 2} 284,${y - 12} Q276,${y + 24} 240,${y + 24} Q204,${y + 24} 196,${y - 12} Z`,
      colour,
    ) +
    fill(
      `M203,${y - 8} Q240,${y} 277,${y - 8} Q272,${y + 11} 240,${y + 12} Q208,${y + 11} 203,${y - 8} Z`,
      '#fffaf0',
    ),
  full: (y, colour) =>
    fill(
      `M208,${y - 2} Q226,${y - 14} 240,${y - 7} Q254,${y - 14} 272,${y - 2} Q240,${y + 4} 208,${y - 2} Z`,
      tone(colour, -0.12),
    ) +
    fill(
      `M208,${y - 2} Q240,${y + 3} 272,${y - 2} Q256,${y + 19} 240,${y + 18} Q224,${y + 19} 208,${y - 2} Z`,
      colour,
    ),
};
