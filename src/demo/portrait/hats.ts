import { tone } from './colour.js';
import { CANVAS, type Look } from './look.js';
import { fill, line, symmetric } from './svg.js';

/** What is worn on the head, in the outfit's accent colour. */
export const HATS = {
  cowboyHat: ({ outfit: { accent } }) =>
    symmetric(fill('M152,176 C150,96 168,48 200,46 C220,44 228,58 241,58 V180 Z', accent)) +
    fill('M152,150 C200,166 280,166 328,150 L328,182 H152 Z', tone(accent, -0.4)) +
    symmetric(fill('M40,150 C70,190 140,176 241,176 V214 C130,214 44,196 40,150 Z', tone(accent, -0.12))),
  fedora: ({ outfit: { accent } }) =>
    symmetric(fill('M146,180 C142,120 150,72 180,66 C208,60 224,80 241,80 V180 Z', accent)) +
    fill('M145,140 C200,158 280,158 335,140 L335,184 H145 Z', tone(accent, -0.45)) +
    symmetric(fill('M84,186 C108,174 174,170 241,170 V214 C180,214 108,210 84,186 Z', tone(accent, -0.14))),
  beret: ({ outfit: { accent } }) =>
    fill('M132,196 C96,150 150,84 262,84 C352,84 388,132 344,188 C300,172 190,172 132,196 Z', accent) +
    fill('M132,196 C190,170 300,170 344,188 L340,202 C290,186 196,186 138,208 Z', tone(accent, -0.3)) +
    line('M262,84 q4,-16 14,-20', tone(accent, -0.3), 7),
  /** A small one, worn on one side, with two feathers. */
  tiltedHat: ({ outfit: { accent } }) =>
    fill('M196,128 C206,74 300,60 346,110 C354,130 348,146 336,152 C300,116 244,116 196,128 Z', accent) +
    fill('M180,140 C236,108 320,112 356,164 C340,160 250,126 180,140 Z', tone(accent, -0.3)) +
    line('M332,116 C362,92 384,62 386,34 M340,122 C376,110 402,86 410,62', tone(accent, 0.35), 8),
  headband: ({ outfit: { accent }, head }) => {
    const l = CANVAS.middle - head.cheek;
    const upper = `M${l - 22},206 C${l - 4},128 ${l + 40},106 241,106`;
    return symmetric(fill(`${upper} V132 C${l + 46},132 ${l + 12},146 ${l - 10},212 Z`, accent));
  },
} satisfies Record<string, (look: Look) => string>;
