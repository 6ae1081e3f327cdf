import { ApiExtraModels, ApiResponse, type ApiResponseOptions, getSchemaPath } from '@nestjs/swagger';
import { type ProblemCode, PROBLEMS } from '../errors/problem-codes.js';
import { ProblemDetails } from './problem-details.dto.js';

const REFUSALS = Symbol('refusals');

/**
 * Documents refusals of a route (or of all routes of a controller), by status, with an example of each
 * problem. Several of these on one route add up: swagger joins the descriptions of a status, but keeps only
 * the last one's content, which therefore has the examples of all.
 */
export function Refuses(...codes: ProblemCode[]): ClassDecorator & MethodDecorator {
  return (target: object, key?: string | symbol, descriptor?: PropertyDescriptor): void => {
    const route = (descriptor?.value as object | undefined) ?? target;
    const before = (Reflect.getMetadata(REFUSALS, route) as ProblemCode[] | undefined) ?? [];
    const added = codes.filter((code) => !before.includes(code));
    const all = [...before, ...added];
    Reflect.defineMetadata(REFUSALS, all, route);
    for (const status of new Set(added.map(statusOf))) {
      const ofStatus = (list: ProblemCode[]): ProblemCode[] =>
        list.filter((code) => statusOf(code) === status);
      ApiResponse(responseOf(status, ofStatus(added), ofStatus(all)))(target, key!, descriptor!);
    }
    ApiExtraModels(ProblemDetails)(target, key, descriptor);
  };
}

const statusOf = (code: ProblemCode): number => PROBLEMS[code].status;

function responseOf(status: number, added: ProblemCode[], all: ProblemCode[]): ApiResponseOptions {
  const examples = Object.fromEntries(all.map((code) => [code, { value: exampleOf(code) }]));
  return {
    status,
    description: added.map((code) => `\`${code}\`: ${PROBLEMS[code].title}.`).join(' '),
    headers: all.includes('idempotency_key_in_use') && status === 409 ? SOMETIMES_RETRY : HEADERS[status],
    content: { 'application/problem+json': { schema: { $ref: getSchemaPath(ProblemDetails) }, examples } },
  };
}

const RETRY_AFTER = {
  description: 'Seconds after which to try again.',
  required: true,
  schema: { type: 'integer', minimum: 1 },
} as const;
const SOMETIMES_RETRY = { 'Retry-After': { ...RETRY_AFTER, required: false } };

/** Headers that come with a status. */
const HEADERS: Record<number, ApiResponseOptions['headers']> = {
  401: {
    'WWW-Authenticate': { description: 'How to authenticate.', required: true, schema: { type: 'string' } },
  },
  429: { 'Retry-After': RETRY_AFTER },
  503: { 'Retry-After': RETRY_AFTER },
};

/** What an ambiguous request could have meant. */
const IDENTITIES = ['a9a901056d6b46ff92da0c3c1a57dff4', '3f0c6be1d9a74c58b2e47a915dc80f36'];
const CANDIDATES: Partial<Record<ProblemCode, string[]>> = {
  face_ambiguous: ['1_0', '1_1'],
  bound_to_another: IDENTITIES,
  name_taken: IDENTITIES,
  name_ambiguous: IDENTITIES,
};

function exampleOf(code: ProblemCode): ProblemDetails {
  const { status, title } = PROBLEMS[code];
  const errors = code === 'invalid_request' ? [{ pointer: '#/page', detail: 'must be a whole number' }] : [];
  const instance = '/api/v1/identities';
  const candidates = CANDIDATES[code];
  return {
    type: `/problems/${code}`,
    title,
    status,
    detail: `${title}.`,
    instance,
    success: false,
    code,
    request_id: 'b3f1c1c0-6a0f-4d54-9b36-0f7a3a1c2d4e',
    errors,
    ...(candidates && { candidates }),
  };
}
