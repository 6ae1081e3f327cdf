/** The parts of an OpenAPI 3.0 document that ours has. */
export interface OpenApi {
  paths: Record<string, Partial<Record<Method, OperationObject>>>;
  components: { schemas: Record<string, SchemaObject>; headers: Record<string, HeaderObject> };
}

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

export interface OperationObject {
  operationId: string;
  /** The section of /docs that it is in. */
  tags: [string];
  parameters?: ParameterObject[];
  requestBody?: { required?: boolean; content: Content };
  responses: Record<string, ResponseObject>;
  /** The ways to show a key; empty where none is needed. */
  security?: Record<string, string[]>[];
  'x-required-scope'?: string;
}

export interface ParameterObject {
  name: string;
  in: 'path' | 'query' | 'header';
  required?: boolean;
  schema: SchemaObject;
}

export interface ResponseObject {
  description: string;
  headers?: Record<string, HeaderObject | { $ref: string }>;
  content?: Content;
}

export interface HeaderObject {
  required?: boolean;
  schema: SchemaObject;
}

/** Content types and their schemas. */
export type Content = Record<string, { schema: SchemaObject }>;

export interface SchemaObject {
  $ref?: string;
  type?: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean';
  format?: string;
  nullable?: boolean;
  enum?: unknown[];
  pattern?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  items?: SchemaObject;
  properties?: Record<string, SchemaObject>;
  required?: string[];
  additionalProperties?: boolean | SchemaObject;
  allOf?: SchemaObject[];
  oneOf?: SchemaObject[];
  anyOf?: SchemaObject[];
  [keyword: string]: unknown;
}
