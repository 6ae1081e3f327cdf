import { type FieldFault, Problem } from './problem.js';

/** Faults named at the most in one answer. */
export const MAX_FAULTS = 50;

/** The errors of the service, by name. */
export function invalidRequest(faults: FieldFault[]): Problem {
  const errors = faults.slice(0, MAX_FAULTS);
  const detail = errors.map((fault) => `${fault.pointer}: ${fault.detail}`).join('; ');
  return new Problem('invalid_request', detail, { errors });
}
export const malformedUrl = (): Problem =>
  new Problem('malformed_url', 'The path or the query string is not valid percent-encoded UTF-8.');
export const malformedJson = (detail: string): Problem => new Problem('malformed_json', detail);
export const malformedForm = (detail: string): Problem => new Problem('malformed_form', detail);
export const unauthorized = (): Problem =>
  new Problem('unauthorized', 'Send a valid API key in the X-API-Key header.');
export const routeNotFound = (method: string, path: string): Problem =>
  new Problem('route_not_found', `There is no ${method} ${path}.`);
export const identityNotFound = (uuid: string): Problem =>
  new Problem('identity_not_found', `There is no identity ${uuid}.`);
export const fileNotFound = (uuid: string): Problem =>
  new Problem('file_not_found', `There is no file ${uuid}.`);
export const faceNotFound = (faceId: string, fileUuid: string): Problem =>
  new Problem('face_not_found', `There is no face ${faceId} in file ${fileUuid}.`);
export const traceNotFound = (traceId: number, fileUuid: string): Problem =>
  new Problem('trace_not_found', `There is no trace ${traceId} in file ${fileUuid}.`);
export const faceAmbiguous = (faceId: string, candidates: string[]): Problem =>
  new Problem('face_ambiguous', `${faceId} names a frame with several faces: choose one of them.`, {
    candidates,
  });
export const boundToAnother = (candidates: string[]): Problem =>
  new Problem('bound_to_another', `Bound to ${candidates.join(', ')}: unbind it there.`, { candidates });
export const nameTaken = (name: string, candidates: string[]): Problem =>
  new Problem('name_taken', `${candidates.join(', ')} bears the name ${JSON.stringify(name)} already.`, {
    candidates,
  });
export const nameAmbiguous = (name: string, candidates: string[]): Problem =>
  new Problem(
    'name_ambiguous',
    `${candidates.length} identities bear the name ${JSON.stringify(name)}: upload under the uuid of the one you mean.`,
    { candidates },
  );
export const profileImageNotFound = (uuid: string): Problem =>
  new Problem('profile_image_not_found', `Identity ${uuid} has no profile image.`);
export const imageMissing = (): Problem =>
  new Problem('image_missing', 'Send the image as a file in the form field "image".');
export const imageUndecodable = (): Problem =>
  new Problem('image_undecodable', 'The file is damaged or incomplete.');
export const imageTooLarge = (detail: string): Problem => new Problem('image_too_large', detail);
export const unsupportedImageType = (): Problem =>
  new Problem('unsupported_image_type', 'The file is neither a JPEG nor a PNG: use one of them.');
export const unsupportedMediaType = (expected: string): Problem =>
  new Problem('unsupported_media_type', `Send the body as ${expected}.`);
export const preconditionFailed = (header: string): Problem =>
  new Problem('precondition_failed', `The identity is not as ${header} says.`);
export const idempotencyKeyInUse = (): Problem =>
  new Problem('idempotency_key_in_use', 'The first request with this Idempotency-Key is still running.');
export const idempotencyKeyReused = (): Problem =>
  new Problem('idempotency_key_reused', 'This Idempotency-Key came with another request before.');
export const bodyTooLarge = (limit: string): Problem =>
  new Problem('body_too_large', `The body may be at most ${limit}.`);
export const databaseUnavailable = (): Problem =>
  new Problem('database_unavailable', 'The database does not answer at the moment. Try again.');
export const storageUnavailable = (): Problem =>
  new Problem('storage_unavailable', 'The file could not be written at the moment. Nothing was changed.');
export const internalError = (): Problem => new Problem('internal_error', 'The error was logged here.');
