import { type Operation, operations } from '../operations.js';

interface Route {
  operation: Operation;
  pattern: RegExp;
}

/** Literal paths first: /identities/search is no identity named search. */
const routes: Route[] = operations()
  .toSorted((one, other) => one.path.split('{').length - other.path.split('{').length)
  .map((operation) => ({ operation, pattern: patternOf(operation.path) }));

/** As Express matches: whatever the case, with or without a slash at the end. */
function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}/?$`, 'i');
}

/** The operation at a method and a path, and the path's parameters as sent. HEAD is GET without the body. */
export function findOperation(
  method: string,
  path: string,
): { operation: Operation; parameters: Record<string, string> } | undefined {
  const documented = method === 'HEAD' ? 'GET' : method;
  for (const { operation, pattern } of routes) {
    const match = operation.method === documented ? pattern.exec(path) : null;
    if (match) return { operation, parameters: { ...match.groups } };
  }
  return undefined;
}
