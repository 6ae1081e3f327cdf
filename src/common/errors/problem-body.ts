import type { Problem } from './problem.js';

export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

/** A problem as it goes out (RFC 9457). `instance`: the path and query of the request, as far as they are known. */
export function problemBody(problem: Problem, instance: string, request_id: string): string {
  const { status, title, code, detail, extras } = problem;
  const standard = { type: `/problems/${code}`, title, status, detail, instance };
  return JSON.stringify({ ...standard, success: false, code, request_id, errors: [], ...extras });
}
