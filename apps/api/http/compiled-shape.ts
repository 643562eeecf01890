import 'reflect-metadata';
import type { ArgumentMetadata, Type } from '@nestjs/common';
import { getMetadataStorage, ValidationTypes, type ValidationArguments } from 'class-validator';

/** One property's checks, as its decorators declare them. */
interface PropertyCheck {
  readonly property: string;
  /** Whether the checks apply: an optional field that is left out has none. */
  readonly applies: readonly ((object: unknown, value: unknown) => boolean)[];
  readonly fits: readonly ((value: unknown, object: object) => boolean)[];
  readonly nested: (() => Type<object>) | undefined;
}

type Shape = ReadonlyMap<string, PropertyCheck>;

const nestedKey = 'tidemark nested';

/** Remembers the class of the objects in a field, for `shaped`. */
export const NestedIn =
  (dto: () => Type<object>): PropertyDecorator =>
  (target, property) => {
    Reflect.defineMetadata(nestedKey, dto, target, property);
  };

/**
 * The value as an instance of its class, where every check of class-validator holds; undefined where one doesn't, or cannot be told here:
 * class-validator itself then says what is wrong. It looks its metadata up for each request; here that is done once per class.
 */
export function shaped(value: unknown, { type, metatype }: ArgumentMetadata): object | undefined {
  if ((type !== 'body' && type !== 'query') || metatype === undefined) return undefined;
  return instanceOf(metatype as Type<object>, value);
}

const shapes = new Map<Type<object>, Shape | undefined>();

function instanceOf(dto: Type<object>, value: unknown): object | undefined {
  if (!shapes.has(dto)) shapes.set(dto, shapeOf(dto));
  const shape = shapes.get(dto);
  if (shape === undefined || typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const given = value as Record<string, unknown>;
  for (const property of Object.keys(given)) if (!shape.has(property)) return undefined;
  const made = new dto() as Record<string, unknown>;
  for (const check of shape.values()) {
    const inner = given[check.property];
    const applies = check.applies.every((condition) => condition(given, inner));
    if (applies && !check.fits.every((fits) => fits(inner, given))) return undefined;
    const taken = applies && check.nested ? nestedOf(check.nested(), inner) : inner;
    if (taken === undefined && inner !== undefined) return undefined;
    if (inner !== undefined) made[check.property] = taken;
  }
  return made;
}

function nestedOf(dto: Type<object>, value: unknown): unknown {
  if (!Array.isArray(value)) return instanceOf(dto, value);
  const made = value.map((each) => instanceOf(dto, each));
  return made.includes(undefined) ? undefined : made;
}

/** Undefined where the class has no checks, or one of a kind that is not known here. */
function shapeOf(dto: Type<object>): Shape | undefined {
  const storage = getMetadataStorage();
  const all = storage.getTargetValidationMetadatas(dto, '', false, false);
  if (all.length === 0) return undefined;
  const shape = new Map<string, PropertyCheck>();
  for (const [property, metadata] of Object.entries(storage.groupByPropertyName(all))) {
    const of = (type: string) => metadata.filter((each) => each.type === type);
    const applies = of(ValidationTypes.CONDITIONAL_VALIDATION).map(
      ({ constraints }) => constraints[0] as PropertyCheck['applies'][0],
    );
    const checks = of(ValidationTypes.CUSTOM_VALIDATION);
    const nested = of(ValidationTypes.NESTED_VALIDATION);
    const known = applies.length + checks.length + nested.length === metadata.length;
    const dtoInside = Reflect.getMetadata(nestedKey, dto.prototype as object, property) as
      (() => Type<object>) | undefined;
    if (!known || checks.some(({ each, validateIf }) => each || validateIf !== undefined)) return undefined;
    if (nested.length > 0 && dtoInside === undefined) return undefined;
    const fits = checks.flatMap(({ constraintCls, constraints }) =>
      storage.getTargetValidatorConstraints(constraintCls).map(({ instance }) => (value: unknown, object: object) => {
        const about: ValidationArguments = { value, object, property, constraints, targetName: dto.name };
        return instance.validate(value, about) === true;
      }),
    );
    shape.set(property, { property, applies, fits, nested: nested.length > 0 ? dtoInside : undefined });
  }
  return shape;
}
