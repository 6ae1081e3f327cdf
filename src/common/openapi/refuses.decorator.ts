import { ApiExtraModels, ApiResponse, type ApiResponseOptions, getSchemaPath } from '@nestjs/swagger';
import { type ProblemCode, PROBLEMS } from '../errors/problem-codes.js';
import { ProblemDetails } from './problem-details.dto.js';

const REFUSALS = Symbol('refusals');

/**
 * Documents refusals of a route (or of all routes of a controller), by status, with an example of each
 * problem. Several of these on one route add up.
 */
export function Refuses(...codes: ProblemCode[]): ClassDecorator & MethodDecorator {
  return (target: object, key?: string | symbol, descriptor?: PropertyDescriptor): void => {
    const route = (descriptor?.value as object | undefined) ?? target;
    const before = (Reflect.getMetadata(REFUSALS, route) as ProblemCode[] | undefined) ?? [];
    const all = [...new Set([...before, ...codes])].sort();
    Reflect.defineMetadata(REFUSALS, all, route);
    const decorators = [
      ApiExtraModels(ProblemDetails),
      ...responsesOf(all).map((response) => ApiResponse(response)),
    ];
    for (const decorate of decorators) decorate(target, key, descriptor);
  };
}

function responsesOf(codes: ProblemCode[]): ApiResponseOptions[] {
  const statuses = [...new Set(codes.map((code) => PROBLEMS[code].status))];
  return statuses.map((status) =>
    responseOf(
      status,
      codes.filter((code) => PROBLEMS[code].status === status),
    ),
  );
}

function responseOf(status: number, codes: ProblemCode[]): ApiResponseOptions {
  const examples = Object.fromEntries(codes.map((code) => [code, { value: exampleOf(code) }]));
  return {
    status,
    description: codes.map((code) => `\`${code}\`: ${PROBLEMS[code].title}.`).join(' '),
    headers: HEADERS[status],
    content: { 'application/problem+json': { schema: { $ref: getSchemaPath(ProblemDetails) }, examples } },
  };
}

/** Headers that come with a status. */
const HEADERS: Record<number, ApiResponseOptions['headers']> = {
  401: { 'WWW-Authenticate': { description: 'How to authenticate.', schema: { type: 'string' } } },
  503: { 'Retry-After': { description: 'Seconds after which to try again.', schema: { type: 'integer' } } },
};

function exampleOf(code: ProblemCode): ProblemDetails {
  const { status, title } = PROBLEMS[code];
  const errors = code === 'invalid_request' ? [{ pointer: '#/page', detail: 'must be a whole number' }] : [];
  const instance = '/api/v1/identities';
  return {
    type: `/problems/${code}`,
    title,
    status,
    detail: `${title}.`,
    instance,
    success: false,
    code,
    errors,
  };
}
