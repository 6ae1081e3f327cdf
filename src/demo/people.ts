import type { DemoPerson } from './rows.js';

type Given = Pick<DemoPerson, 'identity_uuid' | 'name'> & Partial<DemoPerson>;

/** Someone an archivist entered: the ordinary case, of which the others are variations. */
function person(given: Given): DemoPerson {
  return {
    identity_type: 'people',
    source: 'user_defined',
    status: 'confirmed',
    tmdb_id: null,
    metadata: {},
    reference_data: {},
    created_at: '2026-05-16T12:30:00Z',
    portrait: 'jpg',
    ...given,
  };
}

/** Someone whose TMDB id is known. */
function fromTmdb(tmdb_id: number, given: Given): DemoPerson {
  return person({ source: 'tmdb', tmdb_id, created_at: '2026-05-16T12:00:00Z', ...given });
}

/** A group of similar faces the pipeline found without knowing whose they are. */
function fromPipeline(given: Given): DemoPerson {
  const found = { source: 'auto', status: 'pending', portrait: null } as const;
  return person({ ...found, created_at: '2026-05-17T03:15:42Z', ...given });
}

/** The people of the demo by the short names the scripts use. */
export const PEOPLE = {
  // The example of the API's reference, to the letter: his metadata stay empty.
  grant: fromTmdb(112, { identity_uuid: 'a9a901056d6b46ff92da0c3c1a57dff4', name: 'Cary Grant' }),
  hepburn: fromTmdb(1932, {
    identity_uuid: '3f0c6be1d9a74c58b2e47a915dc80f36',
    name: 'Audrey Hepburn',
    metadata: { tmdb_character: 'Regina "Reggie" Lampert', cast_order: 1 },
  }),
  matthau: fromTmdb(6837, {
    identity_uuid: 'c81e94a2073b4df6a5d92f6e1b387c40',
    name: 'Walter Matthau',
    metadata: { tmdb_character: 'Hamilton Bartholomew', cast_order: 2 },
  }),
  coburn: fromTmdb(5563, {
    identity_uuid: '5a7d20f3be9148c6937b04ed81f26ca9',
    name: 'James Coburn',
    metadata: { tmdb_character: 'Tex Panthollow', cast_order: 3 },
  }),
  kennedy: fromTmdb(12950, {
    identity_uuid: 'e246b79c510f4a83bd6e38f207a1d95c',
    name: 'George Kennedy',
    metadata: { tmdb_character: 'Herman Scobie', cast_order: 4 },
  }),
  minot: person({
    identity_uuid: '90d3c5f71e6248ab8f04b2793ae6d15b',
    name: 'Dominique Minot',
    metadata: { tmdb_character: 'Sylvie Gaudel', cast_order: 5 },
  }),
  glass: person({
    identity_uuid: '17be8d4065fa4329a1c78e5390df24b6',
    name: 'Ned Glass',
    metadata: { tmdb_character: 'Leopold W. Gideon', cast_order: 6 },
  }),
  marin: person({
    identity_uuid: 'd65f01a8c3274e9b84a6d7390b5e12fc',
    name: 'Jacques Marin',
    metadata: { tmdb_character: 'Inspector Edouard Grandpierre', cast_order: 7 },
  }),
  bonifas: person({
    identity_uuid: '4b92e7d60c8143f5b719a03f6de528c1',
    name: 'Paul Bonifas',
    metadata: { tmdb_character: 'Mr. Felix', cast_order: 8 },
    portrait: 'png',
  }),
  chelimsky: person({
    identity_uuid: '82a6f3195bd74ce0967d41c8eb0f35a7',
    name: 'Thomas Chelimsky',
    metadata: { tmdb_character: 'Jean-Louis Gaudel', cast_order: 9 },
  }),
  dunne: person({
    identity_uuid: 'fb38d1507e924a6cb063c95f2d81e74a',
    name: 'Irene Dunne',
    created_at: '2026-05-18T08:45:00Z',
  }),
  person12: fromPipeline({ identity_uuid: '2d81f64b39c0457ea8f7d5026c1be943', name: 'Person 12' }),
  person27: fromPipeline({
    identity_uuid: '6ce05b937a1f4d28b4603e8fd972a51c',
    name: 'Person 27',
    identity_type: null,
    created_at: '2026-05-18T09:02:10Z',
  }),
  poster: fromPipeline({
    identity_uuid: 'b70a4e2c86d5413f9e18f0673bc5d29a',
    name: 'Person 31',
    status: 'inactive',
    metadata: { note: 'The face on a travel poster' },
  }),
} satisfies Record<string, DemoPerson>;

export type PersonKey = keyof typeof PEOPLE;
