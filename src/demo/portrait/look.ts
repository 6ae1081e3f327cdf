import type { Accessory } from './accessories.js';
import type { HairShape } from './hair.js';
import type { Cut } from './outfit.js';

/** What makes a portrait recognisable. Lengths in pixels of the portrait, colours as `#rrggbb`. */
export interface Look {
  wall: string;
  disc: string;
  skin: string;
  head: Head;
  /** The size of the whole figure, of a grown-up's; 1 when it is left out. */
  stature?: number;
  hair: { shape: HairShape; colour: string };
  brows: { weight: number; tilt: number };
  eyes: { colour: string; size: number; lashes?: boolean; bags?: boolean };
  nose: { width: number; length: number };
  mouth: { shape: 'smile' | 'grin' | 'firm' | 'full'; colour: string };
  outfit: { cut: Cut; main: string; under: string; accent: string };
  accessories: readonly Accessory[];
}

export interface Head {
  /** Half its width at the cheeks, … */
  cheek: number;
  /** … half its width at the jaw, … */
  jaw: number;
  /** … and how far down the chin is. */
  chin: number;
}

/** The portrait's size, and the line that halves the face. */
export const CANVAS = { width: 480, height: 600, middle: 240 };
