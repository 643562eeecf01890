import 'reflect-metadata';
import type { ArgumentMetadata, Type } from '@nestjs/common';
import {
  getMetadataStorage,
  ValidationTypes,
  type ValidationArguments,
  type ValidatorConstraintInterface,
} from 'class-validator';

/** One property's checks, as its decorators declare them. */
interface PropertyCheck {
  readonly property: string;
  /** Whether the checks apply: an optional field that is left out has none. */
  readonly applies: readonly ((object: unknown, value: unknown) => boolean)[];
  readonly checks: readonly Check[];
  readonly nested: (() => Type<object>) | undefined;
}

interface Check {
  fits(value: unknown, object: object): boolean;
  /** What is wrong with a value that does not fit, of the field at this place. */
  message(value: unknown, object: object, place: string): string;
}

export type Shape = ReadonlyMap<string, PropertyCheck>;

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
export function shaped(value: unknown, metadata: ArgumentMetadata): object | undefined {
  const dto = dtoOf(metadata);
  return dto && instanceOf(dto, value);
}

/** The class of a body or a query. */
export function dtoOf({ type, metatype }: ArgumentMetadata): Type<object> | undefined {
  return type === 'body' || type === 'query' ? (metatype as Type<object> | undefined) : undefined;
}

const shapes = new Map<Type<object>, Shape | undefined>();

/** Undefined where the class has no checks, or one of a kind that is not known here. */
export function shapeOf(dto: Type<object>): Shape | undefined {
  if (!shapes.has(dto)) shapes.set(dto, compiled(dto));
  return shapes.get(dto);
}

function instanceOf(dto: Type<object>, value: unknown): object | undefined {
  const shape = shapeOf(dto);
  if (shape === undefined || typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const given = value as Record<string, unknown>;
  for (const property of Object.keys(given)) if (!shape.has(property)) return undefined;
  const made = new dto() as Record<string, unknown>;
  for (const check of shape.values()) {
    const inner = given[check.property];
    const applies = check.applies.every((condition) => condition(given, inner));
    if (applies && !check.checks.every((each) => each.fits(inner, given))) return undefined;
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

function compiled(dto: Type<object>): Shape | undefined {
  const storage = getMetadataStorage();
  const all = storage.getTargetValidationMetadatas(dto, '', false, false);
  if (all.length === 0) return undefined;
  const shape = new Map<string, PropertyCheck>();
  for (const [property, metadata] of Object.entries(storage.groupByPropertyName(all))) {
    const of = (type: string) => metadata.filter((each) => each.type === type);
    const applies = of(ValidationTypes.CONDITIONAL_VALIDATION).map(
      ({ constraints }) => constraints[0] as PropertyCheck['applies'][0],
    );
    const declared = of(ValidationTypes.CUSTOM_VALIDATION);
    const nested = of(ValidationTypes.NESTED_VALIDATION);
    const known = applies.length + declared.length + nested.length === metadata.length;
    const dtoInside = Reflect.getMetadata(nestedKey, dto.prototype as object, property) as
      (() => Type<object>) | undefined;
    if (!known || declared.some(({ each, validateIf }) => each || validateIf !== undefined)) return undefined;
    if (nested.length > 0 && dtoInside === undefined) return undefined;
    const checks = declared.flatMap((one) =>
      storage.getTargetValidatorConstraints(one.constraintCls).map(({ instance }) => checkOf(one, instance)),
    );
    shape.set(property, { property, applies, checks, nested: nested.length > 0 ? dtoInside : undefined });
  }
  return shape;
}

type ValidationMetadata = ReturnType<ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']>[number];

// Their types say that these are always there.
const constraintsOf = ({ constraints = [] }: { readonly constraints?: readonly unknown[] }) => constraints;
const messageOf = ({ message }: ValidationMetadata): ValidationMetadata['message'] | undefined => message;

function checkOf(metadata: ValidationMetadata, instance: ValidatorConstraintInterface): Check {
  const { propertyName: property, target, constraints } = metadata;
  const targetName = typeof target === 'string' ? target : target.name;
  const about = (value: unknown, object: object): ValidationArguments => {
    return { value, object, property, constraints, targetName };
  };
  return {
    fits: (value, object) => instance.validate(value, about(value, object)) === true,
    message: (value, object, place) => {
      const told = messageOf(metadata) ?? instance.defaultMessage?.(about(value, object)) ?? '$property is wrong';
      const text = typeof told === 'string' ? told : told(about(value, object));
      return constraintsOf(metadata)
        .reduce<string>((filled, one, at) => filled.replaceAll(`$constraint${String(at + 1)}`, shown(one)), text)
        .replaceAll('$property', place);
    },
  };
}

const shown = (constraint: unknown): string => (Array.isArray(constraint) ? constraint.join(', ') : String(constraint));
