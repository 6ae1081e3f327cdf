import { tone } from './colour.js';
import { CANVAS, type Look } from './look.js';
import { dots, fill, line, symmetric } from './svg.js';

interface Drawn {
  /** Drawn behind the neck and the head. */
  behind?: string;
  /** Drawn over the head. */
  before: string;
}

/** Hair between the left and right edge of a head. */
type Draw = (left: number, right: number, colour: string) => Drawn;

const strand = (path: string, colour: string): string => line(path, colour, 4);

const HAIR = {
  /** Short, parted on the side, silver at the temples. */
  parted: (l, r, colour) => ({
    before:
      fill(
        `M${l - 5},262 C${l - 18},160 ${l + 22},108 232,106 C${r - 14},98 ${r + 20},150 ${r + 5},262 L${r - 7},250
         C${r - 4},220 ${r - 12},198 ${r - 26},186 C286,196 226,192 200,158
         C190,184 ${l + 14},194 ${l + 8},250 Z`,
        colour,
      ) +
      symmetric(
        fill(
          `M${l - 5},262 C${l - 12},226 ${l - 8},206 ${l + 2},196 C${l + 12},212 ${l + 8},234 ${l + 8},250 Z`,
          tone(colour, 0.48),
        ),
      ) +
      strand('M200,160 C198,142 204,126 214,116', tone(colour, 0.28)) +
      strand('M232,168 C262,180 288,178 306,170', tone(colour, 0.14)),
  }),
  /** Piled high with a swept fringe. */
  updo: (l, r, colour) => ({
    behind:
      `<ellipse cx="240" cy="138" rx="100" ry="88" fill="${colour}"/>` +
      `<ellipse cx="240" cy="214" rx="${(r - l) / 2 + 12}" ry="74" fill="${colour}"/>`,
    before:
      fill(
        `M${l - 6},250 C${l - 18},170 ${l + 26},132 240,134 C${r - 26},132 ${r + 18},170 ${r + 6},250 L${r - 4},236
         C${r},208 ${r - 12},190 ${r - 22},180 C296,206 252,220 204,220 C220,212 230,204 234,194
         C216,210 ${l + 14},208 ${l + 5},240 Z`,
        colour,
      ) +
      strand('M170,120 C196,88 284,86 312,122', tone(colour, 0.16)) +
      strand('M162,152 C190,116 286,114 318,152', tone(colour, 0.16)),
  }),
  /** Combed straight back from a widow's peak. */
  slicked: (l, r, colour) => ({
    before:
      fill(
        `M${l - 4},256 C${l - 14},166 ${l + 20},116 240,114 C${r - 20},116 ${r + 14},166 ${r + 4},256 L${r - 7},244
         C${r - 5},208 ${r - 16},184 ${r - 42},172 C268,162 254,176 240,182 C226,176 212,162 ${l + 42},172
         C${l + 16},184 ${l + 5},208 ${l + 7},244 Z`,
        colour,
      ) +
      [-52, -26, 0, 26, 52]
        .map((x) => strand(`M${240 + x},156 Q${240 + x * 0.9},138 ${240 + x * 0.7},128`, tone(colour, 0.2)))
        .join(''),
  }),
  /** Short sides under a hat. */
  cropped: (l, r, colour) => ({
    before: fill(
      `M${l - 6},268 C${l - 16},170 ${l + 20},128 240,128 C${r - 20},128 ${r + 16},170 ${r + 6},268 L${r - 8},256
         C${r - 4},220 ${r - 8},200 ${r - 22},186 C280,176 200,176 ${l + 22},186
         C${l + 8},200 ${l + 4},220 ${l + 8},256 Z`,
      colour,
    ),
  }),
  /** None on top, tufts at the sides. */
  tufts: (l, _, colour) => ({
    behind: symmetric(`<ellipse cx="${l + 2}" cy="236" rx="26" ry="44" fill="${colour}"/>`),
    before:
      symmetric(
        fill(
          `M${l - 4},252 C${l - 10},226 ${l - 4},204 ${l + 8},192 C${l + 18},210 ${l + 6},232 ${l + 7},250 Z`,
          colour,
        ),
      ) + strand('M226,154 C240,144 262,146 272,156', colour),
  }),
  /** A few strands combed over. */
  combedOver: (l, r, colour) => ({
    before:
      symmetric(
        fill(
          `M${l - 5},258 C${l - 14},206 ${l - 4},182 ${l + 18},168 C${l + 26},190 ${l + 8},212 ${l + 8},248 Z`,
          colour,
        ),
      ) +
      strand(`M${l + 22},172 C214,146 268,146 ${r - 24},170`, colour) +
      strand(`M${l + 22},177 C214,157 268,157 ${r - 24},175`, colour) +
      strand(`M${l + 22},183 C214,168 268,168 ${r - 24},181`, colour),
  }),
  /** To the chin, with a fringe to the side. */
  bob: (l, r, colour) => ({
    behind: fill(
      `M240,92 C${l - 30},92 ${l - 50},190 ${l - 44},300 C${l - 42},352 ${l - 30},384 ${l + 10},392 L${r - 10},392
         C${r + 30},384 ${r + 42},352 ${r + 44},300 C${r + 50},190 ${r + 30},92 240,92 Z`,
      colour,
    ),
    before:
      fill(
        `M${l - 16},330 C${l - 36},180 ${l + 20},104 240,104 C${r - 20},104 ${r + 36},180 ${r + 16},330
         C${r + 2},296 ${r + 4},244 ${r - 10},214 C${r - 30},206 286,190 276,160
         C262,196 200,220 ${l + 10},222 C${l - 2},252 ${l - 2},296 ${l - 16},330 Z`,
        colour,
      ) + strand('M276,158 C262,188 220,204 188,210', tone(colour, -0.16)),
  }),
  /** A boy's thick fringe. */
  bowl: (l, r, colour) => ({
    before:
      fill(
        `M${l - 8},258 C${l - 26},150 ${l + 20},100 240,100 C${r - 20},100 ${r + 26},150 ${r + 8},258
         C${r},246 ${r - 4},232 ${r - 8},216
         C286,232 262,206 252,214 C232,230 212,208 196,220 C182,228 ${l + 14},214 ${l + 8},216
         C${l + 4},232 ${l},246 ${l - 8},258 Z`,
        colour,
      ) +
      strand('M226,108 C232,92 248,86 258,88', colour) +
      strand('M196,190 C200,160 214,142 232,134', tone(colour, 0.2)) +
      strand('M266,192 C266,168 272,150 284,142', tone(colour, 0.2)),
  }),
  /** Waves to the shoulder, rolled over the brow. */
  waves: (l, r, colour) => ({
    behind:
      fill(
        `M240,110 C${l - 40},110 ${l - 50},230 ${l - 34},330 C${l - 20},420 ${r + 20},420 ${r + 34},330
         C${r + 50},230 ${r + 40},110 240,110 Z`,
        colour,
      ) +
      symmetric(
        dots(
          [
            [l - 22, 330],
            [l - 14, 372],
            [l + 16, 398],
          ],
          30,
          colour,
        ),
      ),
    before:
      fill(
        `M${l - 14},300 C${l - 40},190 ${l},110 240,112 C${r},110 ${r + 40},190 ${r + 14},300
         C${r - 2},270 ${r + 2},236 ${r - 16},214
         C${r - 40},208 262,196 254,170 C238,206 ${l + 30},206 ${l + 12},228
         C${l - 2},244 ${l},272 ${l - 14},300 Z`,
        colour,
      ) +
      strand(`M${l - 2},262 C${l - 8},210 ${l + 30},172 236,166`, tone(colour, 0.22)) +
      strand(`M270,160 C${r - 20},166 ${r + 4},200 ${r},246`, tone(colour, 0.22)),
  }),
} satisfies Record<string, Draw>;

export type HairShape = keyof typeof HAIR;

export function drawHair({ hair, head }: Look): Drawn {
  return HAIR[hair.shape](CANVAS.middle - head.cheek, CANVAS.middle + head.cheek, hair.colour);
}
