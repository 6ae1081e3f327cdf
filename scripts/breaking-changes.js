import { apiCompare } from 'api-smart-diff';

/**
 * What of a document would break clients of the released one, each with the operation (`METHOD /path`) that it
 * concerns. References are followed, so a change in a schema shows wherever the schema is used.
 */
export function breakingChanges(released, current) {
  const { diffs } = apiCompare(released, current);
  return diffs.filter(isBreaking).map((diff) => ({ place: placeOf(diff), change: describe(diff) }));
}

/** The tool's verdict, but for what it cannot know of this service. */
function isBreaking({ type, action, path, after }) {
  const key = path.at(-1);
  // One more way to give the key leaves the others as they are.
  if (path[0] !== 'paths') return type === 'breaking' && path[1] === 'securitySchemes' && action !== 'add';
  if (key === 'nullable') return isInAnswer(path) === Boolean(after);
  // The tool reverses its rules for answers, though these changes cut both ways.
  if (action === 'replace' && REPLACED.includes(key)) return true;
  // A field that the service doesn't know is refused.
  if (action === 'remove' && path.at(-2) === 'properties') return true;
  return type === 'breaking' && !isNewRefusal({ action, path });
}

/** What breaks a client where it is another one: its types, its functions' names, and what its key may do. */
const REPLACED = ['type', 'format', 'pattern', 'operationId', 'x-required-scope'];

const isInAnswer = (path) => path[3] === 'responses';

/** A refusal may get new codes: clients fall back on its status (docs/compatibility.md). */
function isNewRefusal({ action, path }) {
  return action === 'add' && isInAnswer(path) && /^[45]/.test(path[4]) && path.at(-2) === 'enum';
}

function placeOf({ path }) {
  const [root, route, method] = path;
  return root === 'paths' ? `${method.toUpperCase()} ${route}` : path.slice(0, 3).join('/');
}

/** In the tool's words, and where: its words don't say of which object. */
function describe({ action, description, path }) {
  const where = path.slice(3).join('/');
  return `${description || action}${where && ` (${where})`}`;
}
