import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { committedDocument } from './support/operations.js';

// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Change = (document: any) => void;

const DELETE = 'DELETE /api/v1/identity/{identity_uuid}';

const identities = '/api/v1/identities';
const identity = '/api/v1/identity/{identity_uuid}';
const upload = '/api/v1/identity/upload';

const BREAKING: [string, string, Change][] = [
  ['a removed operation', DELETE, ({ paths }) => delete paths[identity].delete],
  ['a removed path', 'GET /health', ({ paths }) => delete paths['/health']],
  [
    'a removed field of an answer',
    `GET ${identity}`,
    ({ components }) => delete components.schemas.IdentityResponse.properties.name,
  ],
  [
    'a field of an answer that may be null',
    `GET ${identity}`,
    ({ components }) => (components.schemas.IdentityResponse.properties.name.nullable = true),
  ],
  [
    'another type of a field of an answer',
    `GET ${identity}`,
    ({ components }) => (components.schemas.IdentityResponse.properties.name.type = 'integer'),
  ],
  [
    'a new required parameter',
    `GET ${identities}`,
    ({ paths }) => paths[identities].get.parameters.push({ ...parameter, required: true }),
  ],
  [
    'a narrower parameter',
    `GET ${identities}`,
    ({ paths }) => parameterOf(paths, 'status').schema.enum.pop(),
  ],
  [
    'a new required field of a body',
    `POST ${upload}`,
    ({ components }) => components.schemas.IdentityFileDto.required.push('source'),
  ],
  [
    'a removed field of a body',
    `POST ${upload}`,
    ({ components }) => delete components.schemas.IdentityFileDto.properties.metadata,
  ],
  [
    'a renamed operation',
    `GET ${identities}`,
    ({ paths }) => (paths[identities].get.operationId = 'listPeople'),
  ],
  [
    'another header for the key',
    'components/securitySchemes/api_key',
    ({ components }) => (components.securitySchemes.api_key.name = 'X-Key'),
  ],
  [
    'another scope',
    `GET ${identities}`,
    ({ paths }) => (paths[identities].get['x-required-scope'] = 'admin'),
  ],
  [
    'a way to give the key that goes',
    `GET ${identities}`,
    ({ paths }) => paths[identities].get.security.shift(),
  ],
];

/** One of each kind of place. */
const ANNOUNCED = BREAKING.filter((_, index, all) => [0, 5, all.length - 3].includes(index));

const COMPATIBLE: [string, Change][] = [
  ['no change', () => undefined],
  ['another description', ({ paths }) => (paths[identities].get.description = 'Everybody.')],
  ['a new operation', ({ paths }) => (paths['/new'] = paths['/health'])],
  ['a new optional parameter', ({ paths }) => paths[identities].get.parameters.push(parameter)],
  [
    'a new field of an answer',
    ({ components }) => (components.schemas.IdentityResponse.properties.fame = { type: 'number' }),
  ],
  [
    'one more way to give the key',
    ({ components }) => (components.securitySchemes.signature = { type: 'http', scheme: 'signature' }),
  ],
  ['a new problem code', ({ components }) => components.schemas.ProblemCode.enum.push('too_famous')],
];

const parameter = { name: 'zone', in: 'query', required: false, schema: { type: 'string' } };

/** As much of the document as the changes are about: to compare all of it takes two seconds, each time. */
function releasedDocument(): object {
  const { paths, ...rest } = committedDocument();
  const kept = [identities, identity, upload, '/health'].map((path) => [path, paths[path]]);
  return { ...rest, paths: Object.fromEntries(kept) as object };
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any
const parameterOf = (paths: any, name: string): any =>
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  paths[identities].get.parameters.find((each: any) => each.name === name);

describe('npm run check:compatibility', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'momentry-compatibility-'));
    await writeFile(join(folder, 'released.json'), JSON.stringify(releasedDocument()));
  });
  afterAll(() => rm(folder, { recursive: true }));

  /** Checks a change of the document, as version 2.0.0, against the document as it is. */
  async function check(change: Change, announced: string): Promise<{ code: number; output: string }> {
    const document = structuredClone(releasedDocument()) as { info?: object };
    change(document);
    document.info = { title: 'Changed', version: '2.0.0' };
    await writeFile(join(folder, 'current.json'), JSON.stringify(document));
    await writeFile(join(folder, 'CHANGELOG.md'), `# Changelog\n\n${announced}`);
    const files = ['released.json', 'current.json', 'CHANGELOG.md'].map((name) => join(folder, name));
    return new Promise((resolve) => {
      execFile(process.execPath, ['scripts/check-compatibility.js', ...files], (error, output) =>
        resolve({ code: Number(error?.code ?? 0), output }),
      );
    });
  }

  it.each(BREAKING)('finds %s', async (_, place, change) => {
    const { code, output } = await check(change, '## 2.0.0\n\nA release.\n');
    expect(output).toContain(`${place}: breaking, NOT ANNOUNCED`);
    expect(code).toBe(1);
  });

  it.each(ANNOUNCED)('lets %s pass where it is announced', async (_, place, change) => {
    const { code, output } = await check(change, `## 2.0.0\n\n- BREAKING: \`${place}\`: no longer so.\n`);
    expect(output).toContain(`${place}: breaking, announced`);
    expect(code).toBe(0);
  });

  it.each(COMPATIBLE)('lets %s pass', async (_, change) => {
    expect(await check(change, '')).toEqual({ code: 0, output: '' });
  });

  it.each([
    ['under another version', `## 2.0.0\n\n## 1.0.0\n\n- BREAKING: \`${DELETE}\` is gone.\n`],
    ['of another operation', '## 2.0.0\n\n- BREAKING: `DELETE /api/v1/identity` is gone.\n'],
    ['that does not call itself one', `## 2.0.0\n\n- \`${DELETE}\` is gone.\n`],
  ])('does not count an announcement %s', async (_, announced) => {
    const { code } = await check(({ paths }) => delete paths[identity].delete, announced);
    expect(code).toBe(1);
  });
});
