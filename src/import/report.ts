import type { Changes } from '../ingest/kind.js';
import { Alike, type Counted, numberless } from '../ingest/alike.js';
import type { Refusals } from '../ingest/refusals.js';
import type { KeptFace } from '../ingest/face/changed-faces.js';
import type { Outcome } from './identities/merge-identities.js';
import type { Skipped } from './sources.js';

/** Names of each sort that are told; the others are counted. */
const MOST_TOLD = 50;

/** How many rows of a sort became what. */
export interface Tally extends Pick<Changes, 'inserted' | 'updated' | 'deleted'> {
  unchanged: number;
  refused: number;
}

/** What can become of an identity, the most that can be said of it last. */
const OUTCOMES: Outcome[] = ['unchanged', 'newer_here', 'updated', 'inserted'];

/** What is wrong in a file. */
export interface Fault {
  /** In the file: a JSON pointer, or a line and a pointer. */
  place: string;
  detail: string;
  /** With how many rows, of which this is the first; one, unless told. */
  rows?: number;
}

/** How many rows were not taken, and how many faults are not among those told. A row can have several. */
type RefusedRows = Pick<Refusals, 'count' | 'untold'>;

const ONE_ROW: RefusedRows = { count: 1, untold: 0 };

/** A row that was not taken, and its place. */
type RefusedPlace = { path: string } & Pick<Fault, 'place' | 'detail'>;

/** A list of which only the beginning is kept. */
export class Told<Item> {
  count = 0;
  readonly first: Item[] = [];

  /** Those that are not told. */
  get more(): number {
    return this.count - this.first.length;
  }

  /** So many of them, of which these are told. */
  add(count: number, ...items: Item[]): void {
    this.count += count;
    this.first.push(...items.slice(0, Math.max(0, MOST_TOLD - this.first.length)));
  }
}

const sortOf = ({ path, place, detail }: RefusedPlace): string =>
  `${path} ${numberless(`${place} ${detail}`)}`;

/** What was refused: what is wrong with many rows of a file alike is told once. */
class Refused {
  /** Rows. */
  count = 0;
  private readonly alike = new Alike(MOST_TOLD, sortOf);

  get first(): Counted<RefusedPlace>[] {
    return this.alike.all();
  }

  /** Faults that are not told. */
  get more(): number {
    return this.alike.missed;
  }

  add(path: string, faults: Fault[], { count, untold }: RefusedRows): void {
    this.count += count;
    this.alike.missed += untold;
    for (const { rows, ...fault } of faults) this.alike.add({ path, ...fault }, rows);
  }
}

const tally = (): Tally => ({ inserted: 0, updated: 0, unchanged: 0, deleted: 0, refused: 0 });

/** What an import came to. */
export class Report {
  readonly videos = new Set<string>();
  frames = 0;
  traces = 0;
  bindings = 0;
  images = 0;
  readonly faces = tally();
  readonly chunks = tally();
  readonly identities = { ...tally(), newer_here: 0 };
  readonly kept = new Told<KeptFace & { path: string }>();
  readonly refused = new Refused();
  /** Files of which nothing came in. */
  readonly unread = new Told<Skipped>();
  readonly skipped = new Told<Skipped>();
  /** What is not understood, by file. */
  readonly unknown = new Told<Skipped>();
  /** Files found that are of a kind to import. */
  found = 0;
  ignored = 0;
  /** What ended it early, if something did. */
  ended: string | undefined;
  /** Identities that are newer here than in what was read, in hex; their images stay too. */
  readonly newerHere = new Set<string>();
  /** What became of each identity, in hex. */
  private readonly outcomes = new Map<string, Outcome>();
  /** Identities, and other uuids that lead to them, that are missing only because this is a dry run. */
  readonly newcomers = new Set<string>();

  get isFlawless(): boolean {
    return this.found > 0 && !this.ended && this.refused.count === 0 && this.unread.count === 0;
  }

  add(sort: 'faces' | 'chunks', counts: Partial<Tally>): void {
    for (const [name, count] of Object.entries(counts)) this[sort][name as keyof Tally] += count ?? 0;
  }

  /** Counts an identity once, however often it comes: an export's folder has it among its lines and as a file. */
  addIdentity(uuid: string, outcome: Outcome): void {
    const before = this.outcomes.get(uuid);
    if (before && OUTCOMES.indexOf(before) >= OUTCOMES.indexOf(outcome)) return;
    if (before) this.identities[before]--;
    this.identities[outcome]++;
    this.outcomes.set(uuid, outcome);
  }

  /** Rows of a file, one unless told, of which these faults are told. */
  refuse(path: string, faults: Fault[], refused: RefusedRows = ONE_ROW): void {
    this.refused.add(path, faults, refused);
  }
}
