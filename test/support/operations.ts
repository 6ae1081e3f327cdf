import { readFileSync } from 'node:fs';

export interface Operation {
  method: string;
  path: string;
  operationId: string;
}

interface Document {
  paths: Record<string, Record<string, { operationId: string }>>;
}

/** The committed OpenAPI document. */
export const committedDocument = (): Document => JSON.parse(readFileSync('openapi.json', 'utf8')) as Document;

/** Every operation that the committed document describes. */
export function operations(): Operation[] {
  return Object.entries(committedDocument().paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId }]) => ({
      method: method.toUpperCase(),
      path,
      operationId,
    })),
  );
}
