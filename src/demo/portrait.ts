import sharp from 'sharp';
import { PEOPLE, type PersonKey } from './people.js';
import { drawAccessories } from './portrait/accessories.js';
import { drawFeatures } from './portrait/features.js';
import { drawHair } from './portrait/hair.js';
import { drawHead, drawNeck } from './portrait/head.js';
import { CANVAS, type Look } from './portrait/look.js';
import { LOOKS } from './portrait/looks.js';
import { drawOutfit } from './portrait/outfit.js';
import type { DemoPerson } from './rows.js';

/** The portrait of someone who has one: an encoded image in the format of `person.portrait`. */
export async function drawPortrait(person: Pick<DemoPerson, 'identity_uuid' | 'portrait'>): Promise<Buffer> {
  const look = lookOf(person.identity_uuid);
  if (!look || !person.portrait) throw new Error(`${person.identity_uuid} has no portrait`);
  const picture = sharp(Buffer.from(toSvg(look)));
  return person.portrait === 'png' ? picture.png().toBuffer() : picture.jpeg({ quality: 90 }).toBuffer();
}

function lookOf(uuid: string): Look | undefined {
  const keys = Object.keys(PEOPLE) as PersonKey[];
  const key = keys.find((each) => PEOPLE[each].identity_uuid === uuid);
  return key && LOOKS[key];
}

function toSvg(look: Look): string {
  const { width, height, middle } = CANVAS;
  const place = `translate(${middle} ${height}) scale(${look.stature ?? 1}) translate(${-middle} ${-height})`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <rect width="100%" height="100%" fill="${look.wall}"/>
    <circle cx="${middle}" cy="290" r="212" fill="${look.disc}"/>
    <g transform="${place}">${drawFigure(look)}</g>
  </svg>`;
}

/** Layer upon layer, from the hair at the back to what is worn. */
function drawFigure(look: Look): string {
  const hair = drawHair(look);
  const person = [drawNeck(look), drawOutfit(look), drawHead(look), drawFeatures(look)];
  return [hair.behind, ...person, hair.before, drawAccessories(look)].join('');
}
