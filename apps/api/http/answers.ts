import { ApiExtension, ApiResponse, type OpenAPIObject } from '@nestjs/swagger';
import Type, { type TObject, type TProperties, type TSchema } from 'typebox';

export type SchemaObject = Exclude<
  NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string],
  { readonly $ref: string }
>;

/** A typebox schema is a JSON Schema, which OpenAPI 3.1 takes as it is. */
export const schemaObject = (schema: TSchema): SchemaObject => schema;

/** Documents what a route answers. */
export const Answers = (schema: TSchema, description = 'Done.'): MethodDecorator =>
  ApiResponse({ status: 200, description, schema: schemaObject(schema) });

/** What the answer of a command has beside, or instead of, what all have; what it has not; and what a dry run answers. */
export interface CommandAnswers {
  readonly more?: TProperties;
  readonly without?: 'revision';
  readonly dryRun?: TObject;
}

/** Where the document remembers that until its answers are completed: as JSON Schemas. */
export const commandAnswers = 'x-command-answers';

export interface DocumentedAnswers extends Omit<CommandAnswers, 'more'> {
  /** Their types say that `required` is always there. */
  readonly more: { readonly properties: TProperties; readonly required?: readonly string[] };
}

export const AnswersBeside = ({ more = {}, ...answers }: CommandAnswers): MethodDecorator =>
  ApiExtension(commandAnswers, { ...answers, more: Type.Object(more) } satisfies DocumentedAnswers) as MethodDecorator;

/** A media type of many JSON texts, one after the other: `item` is the schema of each, as OpenAPI 3.2 will say it. */
export const manyOf = (item: TSchema) => ({ schema: { type: 'string' as const }, 'x-itemSchema': item });
