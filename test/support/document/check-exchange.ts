import { checkAnswer } from './check-answer.js';
import { checkRequest } from './check-request.js';
import { type Exchange, pathOf } from './exchange.js';
import { findOperation } from './find-operation.js';
import { note } from './journal.js';
import { committedDocument } from '../operations.js';

/** What any path of the API may be answered that the document doesn't know. */
const STATUSES_OF_UNKNOWN = [400, 401, 404, 429];

/**
 * Throws where an exchange isn't as the document says. It is kept for the end of the run too, so that a test
 * that overhears the error doesn't hide it.
 */
export async function checkExchange(exchange: Exchange): Promise<void> {
  const found = findOperation(exchange.method, pathOf(exchange));
  if (found) note({ operationId: found.operation.operationId, status: exchange.answer.status });
  const faults = await faultsOf(exchange);
  if (faults.length === 0) return;
  const { method, url, answer } = exchange;
  const fault = `${method} ${url.slice(0, 200)} → ${answer.status} is not as openapi.json says:\n  ${faults.slice(0, 10).join('\n  ')}`;
  note({ fault });
  throw new Error(fault);
}

/** What of an exchange isn't as the document says. */
export async function faultsOf(exchange: Exchange): Promise<string[]> {
  const { method, answer } = exchange;
  const found = findOperation(method, pathOf(exchange));
  if (!found) return /^\/api\/v1(\/|$)/i.test(pathOf(exchange)) ? checkUnknown(exchange) : [];
  const { object } = found.operation;
  const response = object.responses[answer.status];
  if (!response) return ['status is not documented'];
  const taken = answer.status >= 200 && answer.status < 300;
  return [
    ...checkAnswer(exchange, response),
    ...(taken ? await checkRequest(exchange, object, found.parameters) : []),
  ];
}

/** The problems that every operation shares; the document's own list of their headers judges them. */
function checkUnknown(exchange: Exchange): string[] {
  const { status } = exchange.answer;
  if (!STATUSES_OF_UNKNOWN.includes(status)) return ['the path is not documented'];
  const { responses } = committedDocument().paths['/api/v1/identity/{identity_uuid}']!.get!;
  return checkAnswer(exchange, responses[status]!);
}
