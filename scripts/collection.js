import converter from 'openapi-to-postmanv2';
import { readFile, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/**
 * Writes the Postman collection from the committed document. The same document gives the same file: the
 * converter's random ids and the answers that it makes up are left out, and it has no value left to invent.
 */
const FILE = 'collections/momentry-identity.postman_collection.json';
const OPTIONS = {
  folderStrategy: 'Tags',
  parametersResolution: 'Example',
  enableOptionalParameters: false,
  includeAuthInfoInExample: false,
};
const VARIABLES = [
  { key: 'baseUrl', value: 'http://localhost:3002', description: 'Where the service is.' },
  { key: 'apiKey', value: '', description: 'The API key: the demo prints it, and keeps it in data/api-key.' },
];

const document = JSON.parse(await readFile('openapi.json', 'utf8'));
const collection = await convert(withExamples(document));
await writeFile(FILE, `${JSON.stringify(normalized(collection), null, 2)}\n`);

async function convert(data) {
  const { result, reason, output } = await promisify(converter.convertV2)({ type: 'json', data }, OPTIONS);
  if (!result) throw new Error(reason);
  return output[0].data;
}

/** Gives every parameter a value to try, where the converter would take a random one, and the login the variable. */
function withExamples(given) {
  const filled = structuredClone(given);
  const operations = Object.values(filled.paths).flatMap((path) => Object.values(path));
  for (const { schema } of operations.flatMap(({ parameters }) => parameters ?? [])) {
    schema.example ??= schema.default ?? schema.enum?.[0] ?? schema.minimum ?? '';
  }
  filled.components.schemas.LoginDto.properties.api_key.example = '{{apiKey}}';
  return filled;
}

function normalized({ info, item }) {
  const { _postman_id: _id, ...described } = info;
  return { info: described, item: item.map(normalizedItem), variable: VARIABLES };
}

/** A folder, or a request with its address also as one line, which is what some programs import. */
function normalizedItem({ id: _id, response: _response, item, ...rest }) {
  if (item) return { ...rest, item: item.map(normalizedItem) };
  const { url, name: _name, ...request } = rest.request;
  const query = url.query.filter(({ disabled }) => !disabled).map(({ key, value }) => `${key}=${value}`);
  const raw = [[...url.host, ...url.path].join('/'), ...(query.length ? [query.join('&')] : [])].join('?');
  return { ...rest, request: { ...request, url: { raw, ...url } } };
}
