import { readFileSync } from 'node:fs';
import type { Method, OpenApi, OperationObject } from './document/openapi.js';

export interface Operation {
  method: string;
  path: string;
  operationId: string;
  object: OperationObject;
}

let committed: OpenApi | undefined;

/** The committed OpenAPI document, read once: every answer of the tests is compared with it. */
export const committedDocument = (): OpenApi =>
  (committed ??= JSON.parse(readFileSync('openapi.json', 'utf8')) as OpenApi);

/** Every operation that the committed document describes. */
export function operations(): Operation[] {
  return Object.entries(committedDocument().paths).flatMap(([path, methods]) =>
    (Object.entries(methods) as [Method, OperationObject][]).map(([method, object]) => ({
      method: method.toUpperCase(),
      path,
      operationId: object.operationId,
      object,
    })),
  );
}
