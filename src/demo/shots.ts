import type { PersonKey } from './people.js';
import type { Random } from './random.js';
import type { Scene, Speaker } from './script.js';
import type { Spoken } from './spoken.js';

/** A face in a shot: whose, or null for one in the crowd. */
export interface SeenFace {
  person: PersonKey | null;
  /** Seen only once, too short for a trace. */
  glimpsed: boolean;
}

/** A piece of a scene without a cut, in seconds. */
export interface Shot {
  start: number;
  end: number;
  faces: SeenFace[];
}

const SHOT_SECONDS = [3, 8] as const;
/** Between two shots, while nobody speaks, the camera looks at hands, doors and mountains. */
const CUTAWAY_SECONDS = [0, 8] as const;
const SHARE_OF_SILENT_IN_SHOT = 0.4;
const SHARE_OF_EXTRAS_IN_SHOT = 0.22;
const SHARE_OF_SHOTS_WITH_GLIMPSE = 0.1;

/** Cuts a scene into shots in which whoever speaks is seen. */
export function cutScene(scene: Scene, spoken: readonly Spoken[], random: Random): Shot[] {
  const shots: Shot[] = [];
  let start = scene.start;
  while (start < scene.end) {
    const end = Math.min(scene.end, start + random.between(...SHOT_SECONDS));
    shots.push({ start, end, faces: faces(scene, speakersBetween(start, end, spoken), random) });
    const next = end + random.between(...CUTAWAY_SECONDS);
    start = speakersBetween(end, next, spoken).size > 0 ? end : next;
  }
  return shots;
}

function speakersBetween(start: number, end: number, spoken: readonly Spoken[]): Set<Speaker> {
  return new Set(spoken.filter((one) => one.start < end && one.end > start).map((one) => one.line[0]));
}

function faces(scene: Scene, speakers: Set<Speaker>, random: Random): SeenFace[] {
  const isSeen = (person: PersonKey): boolean =>
    scene.wide || speakers.has(person) || random.chance(SHARE_OF_SILENT_IN_SHOT);
  const chosen = scene.on.filter(isSeen);
  const people = chosen.length > 0 ? chosen : random.shuffled(scene.on).slice(0, 1);
  return [...people.map((person) => ({ person, glimpsed: false })), ...crowd(scene, random)];
}

function crowd(scene: Scene, random: Random): SeenFace[] {
  const extras = Array.from({ length: scene.extras ?? 0 }, () => ({ person: null, glimpsed: false }));
  if (scene.wide) return extras;
  const seen: SeenFace[] = extras.filter(() => random.chance(SHARE_OF_EXTRAS_IN_SHOT));
  if (random.chance(SHARE_OF_SHOTS_WITH_GLIMPSE)) seen.push({ person: null, glimpsed: true });
  return seen;
}
