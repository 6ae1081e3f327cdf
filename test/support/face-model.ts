/** A detection as it is sent; only what it must have is always there. */
export interface SentFace {
  face_id: string;
  frame_number: number;
  confidence: number;
  bbox: Box;
  trace_id?: number | null;
  identity_uuid?: string;
  provenance?: 'manual' | 'auto';
  binding_confidence?: number;
  embedding?: { model: string; values: number[] };
}

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A detection as it is kept. */
export interface KeptFace {
  face_id: string;
  frame_number: number;
  time: number;
  confidence: number;
  trace_id: number | null;
  bbox: Box;
  identity_uuid: string | null;
  provenance: 'manual' | 'auto' | null;
  binding_confidence: number | null;
  /** The first value of its embedding. */
  embedding: number | null;
}

/** A person's "not this person" of a place; null: of everybody. */
export interface Rejection {
  identity_uuid: string | null;
  frame_number: number;
  bbox: Box;
}

/** What an ingest came to. */
export interface Outcome {
  inserted: number;
  updated: number;
  unchanged: number;
  deleted: number;
  kept: number;
  kept_faces: { face_id: string; previous_face_id: string; identity_uuid: string }[];
}

type Pair = readonly [old: KeptFace, sent: SentFace];

/** A detection, where it lies and who has it. */
type Place = Pick<KeptFace, 'frame_number' | 'trace_id' | 'bbox' | 'identity_uuid'>;

const inOrder = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/** What a file's detections should be, told as plainly as can be. */
export class FaceModel {
  private kept: KeptFace[] = [];
  private rejected: Rejection[] = [];

  constructor(private readonly fps: number) {}

  faces(): KeptFace[] {
    return this.kept.toSorted(
      (one, other) => one.frame_number - other.frame_number || inOrder(one.face_id, other.face_id),
    );
  }

  rejections(): Rejection[] {
    return this.rejected.toSorted((one, other) => inOrder(keyOf(one), keyOf(other)));
  }

  /** By a person: all of the trace comes along. */
  bind(face: KeptFace, identity_uuid: string): void {
    for (const each of this.kept) {
      const concerned = each === face || (face.trace_id !== null && each.trace_id === face.trace_id);
      if (!concerned) continue;
      Object.assign(each, { identity_uuid, provenance: 'manual', binding_confidence: null });
      this.rejected = this.rejected.filter((one) => !concerns(one, identity_uuid, each));
    }
  }

  unbind(face: KeptFace): void {
    this.reject(face.identity_uuid, face);
    Object.assign(face, NOTHING);
  }

  private reject(identity_uuid: string | null, { frame_number, bbox }: KeptFace): void {
    const rejection = { identity_uuid, frame_number, bbox };
    if (!this.rejected.some((one) => keyOf(one) === keyOf(rejection))) this.rejected.push(rejection);
  }

  ingest(sent: SentFace[], complete: boolean): Outcome {
    const rows = sent.map((row) => ({ ...row }));
    const pairs = pairsOf(this.kept, rows);
    const oldOf = new Map(pairs.map(([old, sent]) => [sent, old]));
    const paired = new Set(oldOf.values());
    const taken = new Set(rows.map(({ face_id }) => face_id));
    const others = this.kept.filter((old) => !paired.has(old));
    const gone = others.filter(({ face_id }) => complete || taken.has(face_id));
    const stay = gone.filter(({ identity_uuid, provenance }) => identity_uuid && provenance === 'manual');
    const untouched = others.filter((old) => !gone.includes(old));
    const moved = stay
      .toSorted((one, other) => inOrder(one.face_id, other.face_id))
      .map((old) => ({
        ...old,
        face_id: taken.has(old.face_id) ? this.freeId(old, rows, stay, taken) : old.face_id,
        trace_id: complete ? traceNow(old.trace_id, pairs) : old.trace_id,
      }));
    gone.filter(isNobodys).forEach((old) => this.reject(null, old));
    this.obeyRejections(rows, oldOf, [...untouched, ...moved]);
    const merged = rows.map((row) => this.merged(row, oldOf.get(row)));
    const unchanged = rows.filter((sent, index) => isSame(merged[index]!, oldOf.get(sent))).length;
    const kept_faces = moved.map(({ face_id, identity_uuid }, index) => ({
      face_id,
      previous_face_id: stay.toSorted((one, other) => inOrder(one.face_id, other.face_id))[index]!.face_id,
      identity_uuid: identity_uuid!,
    }));
    this.kept = [...untouched, ...moved, ...merged];
    return {
      inserted: rows.length - pairs.length,
      updated: pairs.length - unchanged,
      unchanged,
      deleted: gone.length - stay.length,
      kept: stay.length,
      kept_faces,
    };
  }

  /**
   * Takes the owner from rows that may not have it. A matcher's row may not either where another detection of its trace
   * was rejected and none of the trace is that owner's. `others`: what stays beside the rows.
   */
  private obeyRejections(rows: SentFace[], oldOf: Map<SentFace, KeptFace>, others: KeptFace[]): void {
    const isRejected = (identity: string | null | undefined, place: Place | SentFace): boolean =>
      this.rejected.some((one) => concerns(one, identity ?? null, place));
    const places = rows.map((row): Place => {
      const old = oldOf.get(row);
      const isByHand = row.provenance === 'manual' && row.identity_uuid && old?.provenance !== 'manual';
      const owner = isByHand && !isRejected(row.identity_uuid, row) ? row.identity_uuid! : old?.identity_uuid;
      const { trace_id = old?.trace_id ?? null } = row;
      return { ...row, trace_id, identity_uuid: owner ?? null };
    });
    const all = [...others, ...places];
    const isOfRejectedTrace = (identity: string, { trace_id }: Place): boolean => {
      const ofTrace = all.filter((place) => trace_id !== null && place.trace_id === trace_id);
      return (
        ofTrace.some((place) =>
          this.rejected.some((one) => one.identity_uuid && concerns(one, identity, place)),
        ) && !ofTrace.some(({ identity_uuid }) => identity_uuid === identity)
      );
    };
    const refused = rows.filter(
      ({ identity_uuid: identity, provenance }, index) =>
        identity &&
        (isRejected(identity, places[index]!) ||
          (provenance !== 'manual' && isOfRejectedTrace(identity, places[index]!))),
    );
    for (const row of refused) {
      delete row.identity_uuid;
      delete row.provenance;
      delete row.binding_confidence;
    }
  }

  /** The row, with what it leaves to the detection that was there. */
  private merged(sent: SentFace, old: KeptFace | undefined): KeptFace {
    const { face_id, frame_number, confidence, bbox, trace_id = old?.trace_id ?? null } = sent;
    const time = Math.round((frame_number / this.fps) * 1e6) / 1e6;
    const embedding = sent.embedding?.values[0] ?? old?.embedding ?? null;
    return { face_id, frame_number, time, confidence, trace_id, bbox, embedding, ...bindingOf(sent, old) };
  }

  /** The frame's next free face_id; those of one frame that need one get theirs in the order of their old ones. */
  private freeId(old: KeptFace, rows: SentFace[], stay: KeptFace[], taken: Set<string>): string {
    const { frame_number: frame, face_id } = old;
    const ids = [...this.kept, ...rows]
      .filter((each) => each.frame_number === frame)
      .map((each) => each.face_id);
    const highest = Math.max(-1, ...ids.map((id) => Number(/^\d+_(\d+)$/.exec(id)?.[1] ?? -1)));
    const before = stay.filter(
      (each) => each.frame_number === frame && taken.has(each.face_id) && each.face_id < face_id,
    );
    return `${frame}_${highest + 1 + before.length}`;
  }
}

type Binding = Pick<KeptFace, 'identity_uuid' | 'provenance' | 'binding_confidence'>;

const NOTHING: Binding = { identity_uuid: null, provenance: null, binding_confidence: null };

const isNobodys = ({ identity_uuid, provenance }: KeptFace): boolean =>
  provenance === 'manual' && identity_uuid === null;

const keyOf = ({ identity_uuid, frame_number, bbox: { x, y, width, height } }: Rejection): string =>
  [identity_uuid, frame_number, x, y, width, height].join(' ');

/** Whether a rejection keeps a detection from an identity: by a box of the same frame that overlaps by half. */
const concerns = (
  rejection: Rejection,
  identity: string | null,
  { frame_number, bbox }: Place | SentFace,
): boolean =>
  (rejection.identity_uuid === null || rejection.identity_uuid === identity) &&
  rejection.frame_number === frame_number &&
  overlapOf(rejection.bbox, bbox) >= 0.5;

/** Whose it is: as the row says, where it says something, and never over what a person has said. */
function bindingOf(sent: SentFace, old: KeptFace | undefined): Binding {
  const { identity_uuid = null, provenance = identity_uuid ? 'auto' : undefined } = sent;
  const byPerson = provenance === 'manual';
  if ((byPerson || identity_uuid) && old?.provenance !== 'manual') {
    const binding_confidence = byPerson ? null : (sent.binding_confidence ?? null);
    return { identity_uuid, provenance: provenance!, binding_confidence };
  }
  if (!old) return NOTHING;
  return {
    identity_uuid: old.identity_uuid,
    provenance: old.provenance,
    binding_confidence: old.binding_confidence,
  };
}

/** Best first: over and over the pair that overlaps most, of those of which neither has a partner yet. */
function pairsOf(kept: KeptFace[], rows: SentFace[]): Pair[] {
  const candidates = kept
    .flatMap((old) =>
      rows
        .filter(({ frame_number }) => frame_number === old.frame_number)
        .map((sent) => ({ old, sent, overlap: overlapOf(old.bbox, sent.bbox) })),
    )
    .filter(({ overlap }) => overlap >= 0.5)
    .toSorted(
      (one, other) =>
        other.overlap - one.overlap ||
        Number(one.old.face_id !== one.sent.face_id) - Number(other.old.face_id !== other.sent.face_id) ||
        inOrder(one.old.face_id, other.old.face_id) ||
        inOrder(one.sent.face_id, other.sent.face_id),
    );
  const taken = new Set<KeptFace | SentFace>();
  return candidates.flatMap(({ old, sent }) => {
    if (taken.has(old) || taken.has(sent)) return [];
    taken.add(old).add(sent);
    return [[old, sent] as const];
  });
}

/** Intersection over union. */
function overlapOf(one: Box, other: Box): number {
  const side = (from: number, length: number, otherFrom: number, otherLength: number): number =>
    Math.max(0, Math.min(from + length, otherFrom + otherLength) - Math.max(from, otherFrom));
  const shared =
    side(one.x, one.width, other.x, other.width) * side(one.y, one.height, other.y, other.height);
  return shared / (one.width * one.height + other.width * other.height - shared);
}

/** The trace in which most of a trace's detections are now, the lowest of several; null where there are none. */
function traceNow(trace_id: number | null, pairs: Pair[]): number | null {
  const counts = new Map<number, number>();
  for (const [old, { trace_id: now = old.trace_id }] of pairs) {
    if (trace_id === null || old.trace_id !== trace_id || now === null) continue;
    counts.set(now, (counts.get(now) ?? 0) + 1);
  }
  const [most] = [...counts].toSorted(
    ([one, times], [other, otherTimes]) => otherTimes - times || one - other,
  );
  return most?.[0] ?? null;
}

const isSame = (face: KeptFace, old: KeptFace | undefined): boolean =>
  old !== undefined &&
  (Object.keys(face) as (keyof KeptFace)[]).every(
    (field) => JSON.stringify(face[field]) === JSON.stringify(old[field]),
  );
