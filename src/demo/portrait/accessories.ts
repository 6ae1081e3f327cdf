import { tone } from './colour.js';
import { HATS } from './hats.js';
import { CANVAS, type Look } from './look.js';
import { dot, dots, fill, line, lowered, symmetric } from './svg.js';

const PEARL = '#fdf6e8';
const HORN = '#2a2320';
const GOLD = '#c9a24a';

const ACCESSORIES = {
  ...HATS,
  cleftChin: ({ skin, head }) => lowered(head.chin, line('M240,-18 v9', tone(skin, -0.26), 4)),
  jowls: ({ skin, head }) =>
    lowered(head.chin, symmetric(line('M196,-86 q-14,22 -4,48', tone(skin, -0.2), 4))),
  doubleChin: ({ skin, head }) => lowered(head.chin, line('M206,-10 Q240,8 274,-10', tone(skin, -0.2), 4)),
  rosyCheeks: ({ skin, head }) =>
    lowered(head.chin, `<g opacity="0.35">${symmetric(dot(184, -70, 19, blushOf(skin)))}</g>`),
  freckles: ({ skin }) =>
    symmetric(
      dots(
        [
          [178, 296],
          [190, 304],
          [202, 297],
        ],
        3.2,
        tone(skin, -0.3),
      ),
    ),
  moustache: ({ hair, head }) =>
    lowered(
      head.chin - 66,
      symmetric(fill('M241,0 C226,-10 200,-2 188,16 C206,20 228,18 241,10 Z', tone(hair.colour, -0.15))),
    ),
  pencilMoustache: ({ hair, head }) =>
    lowered(
      head.chin - 62,
      symmetric(fill('M236,-4 C222,-4 206,2 196,9 C212,9 226,7 236,3 Z', tone(hair.colour, -0.15))),
    ),
  /** A moustache and a pointed beard, with room for the mouth between them. */
  goatee: ({ hair, head }) =>
    lowered(
      head.chin,
      symmetric(
        fill('M196,-50 C212,-64 230,-70 241,-64 V-52 C226,-52 212,-50 204,-44 Z', hair.colour) +
          fill('M198,-34 C208,-24 224,-22 241,-22 V48 C218,44 194,16 198,-34 Z', hair.colour),
      ),
    ),
  roundGlasses: () =>
    symmetric(lens(31, 31, HORN, 6) + line('M169,250 L146,244', HORN, 6)) +
    line('M231,252 Q240,245 249,252', HORN, 6),
  pinceNez: () =>
    symmetric(lens(27, 22, GOLD, 4.5)) +
    line('M226,254 Q240,242 254,254', GOLD, 4.5) +
    line('M307,264 C330,300 338,360 318,430', GOLD, 2.5),
  pearlEarrings: ({ head }) => symmetric(dot(CANVAS.middle - head.cheek - 3, 294, 9, PEARL)),
  necklace: () =>
    symmetric(
      dots(
        [
          [181, 434],
          [187, 447],
          [197, 458],
          [210, 467],
          [225, 472],
        ],
        8.5,
        PEARL,
      ),
    ) + dot(240, 474, 8.5, PEARL),
} satisfies Record<string, (look: Look) => string>;

export type Accessory = keyof typeof ACCESSORIES;

export function drawAccessories(look: Look): string {
  return look.accessories.map((accessory) => ACCESSORIES[accessory](look)).join('');
}

function blushOf(skin: string): string {
  return `#e8${tone(skin, -0.35).slice(3)}`;
}

function lens(width: number, height: number, rim: string, weight: number): string {
  return `<ellipse cx="200" cy="258" rx="${width}" ry="${height}" fill="#ffffff" fill-opacity="0.24"
    stroke="${rim}" stroke-width="${weight}"/>`;
}
