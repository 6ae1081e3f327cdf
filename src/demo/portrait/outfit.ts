import { tone } from './colour.js';
import type { Look } from './look.js';
import { dot, dots, fill, line, symmetric } from './svg.js';

type Colours = Look['outfit'];

/** Shoulders and chest, open at the neck. */
const BODY =
  'M26,600 C30,506 92,470 176,440 L196,424 Q240,500 284,424 L304,440 C388,470 450,506 454,601 H26 Z';

/** A jacket open over a shirt; what hangs at the neck is drawn between them. */
function jacket({ main, under }: Colours, atNeck: string): string {
  return [
    fill(BODY, main),
    fill('M186,430 L212,600 H268 L294,430 L240,464 Z', under),
    atNeck,
    fill('M192,416 L240,464 L208,494 L180,436 Z', tone(under, 0.1)),
    fill('M288,416 L240,464 L272,494 L300,436 Z', tone(under, -0.06)),
    symmetric(fill('M182,428 L228,600 H190 L148,516 L172,500 L140,484 L164,442 Z', tone(main, -0.24))),
  ].join('');
}

function tie(colour: string): string {
  return (
    fill('M226,464 H254 L260,488 L250,496 L262,600 H218 L230,496 L220,488 Z', colour) +
    fill('M226,464 H254 L258,484 L248,494 H232 L222,484 Z', tone(colour, -0.2))
  );
}

const OUTFITS = {
  suit: (colours) => jacket(colours, tie(colours.accent)),
  bowTie: (colours) =>
    jacket(colours, '') +
    symmetric(fill('M241,476 L196,454 V502 Z', colours.accent)) +
    `<rect x="230" y="464" width="20" height="26" rx="6" fill="${tone(colours.accent, -0.25)}"/>`,
  /** A waistcoat over a shirt, with a ribbon at the neck. */
  waistcoat: ({ main, under, accent }) =>
    fill(BODY, under) +
    symmetric(
      fill('M150,454 L184,436 L241,560 V600 H134 Z', main) +
        fill('M190,420 L240,466 L206,490 L178,438 Z', tone(under, -0.08)) +
        fill('M240,470 L210,460 L214,496 Z M236,474 L222,536 L238,526 Z', accent),
    ) +
    dots(
      [
        [240, 577],
        [240, 595],
      ],
      5,
      tone(main, 0.35),
    ),
  /** A coat with a high round collar and big buttons. */
  funnelCoat: ({ main, accent }) =>
    fill(BODY, main) +
    symmetric(
      fill('M164,446 C170,404 200,396 241,416 V504 C210,504 170,486 164,446 Z', tone(main, -0.12)) +
        fill('M178,432 C190,412 214,410 241,428 V462 C218,462 190,450 178,432 Z', tone(main, -0.3)) +
        dots(
          [
            [206, 536],
            [206, 588],
          ],
          14,
          accent,
        ),
    ) +
    line('M240,504 V600', tone(main, -0.22), 5),
  /** A raincoat with wide lapels and epaulettes. */
  trench: (colours) =>
    jacket(colours, tie(colours.accent)) +
    symmetric(
      fill(
        'M184,416 C160,424 140,438 128,458 L112,528 L160,520 L226,600 H240 L196,500 L176,440 Z',
        tone(colours.main, 0.16),
      ) + line('M86,502 L112,528', tone(colours.main, -0.3), 7),
    ),
  striped: ({ main, accent }) =>
    `<clipPath id="body"><path d="${BODY}"/></clipPath>` +
    fill(BODY, main) +
    `<g clip-path="url(#body)">${line('M0,486 H480 M0,530 H480 M0,574 H480', accent, 20)}</g>` +
    symmetric(fill('M180,434 C188,454 214,464 241,464 V443 C216,443 197,436 190,420 Z', accent)),
  /** A pullover with a high collar, and a brooch. */
  rollNeck: ({ main, accent }) =>
    fill(BODY, main) +
    `<rect x="182" y="392" width="116" height="80" rx="24" fill="${tone(main, -0.14)}"/>` +
    line('M204,406 V456 M228,408 V460 M252,408 V460 M276,406 V456', tone(main, -0.26), 4) +
    dot(318, 512, 14, accent) +
    dot(318, 512, 6, tone(accent, 0.5)),
  /** A dress with a heart-shaped neckline. */
  dress: ({ main, under }) => {
    const neckline = 'M176,438 C172,500 196,540 214,544 C228,546 236,532 240,520';
    return (
      fill(BODY, main) +
      symmetric(fill(`${neckline} H241 V424 H196 Z`, under) + line(neckline, tone(main, -0.25), 6))
    );
  },
} satisfies Record<string, (colours: Colours) => string>;

export type Cut = keyof typeof OUTFITS;

export function drawOutfit({ outfit }: Look): string {
  return OUTFITS[outfit.cut](outfit);
}
