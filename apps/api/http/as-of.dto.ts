import { MomentField, Text } from './fields.js';

/** Read your writes: an answer not older than this position. */
export class ReadDto {
  @Text(100, {
    optional: true,
    description:
      'A position that a command answered: the read waits until it is included, and what processes made of it (the contracts of a sale).',
  })
  notBefore?: string;
}

/** DESIGN.md section 5: the two axes of every read that keeps history. */
export class AsOfDto extends ReadDto {
  @MomentField({ optional: true, description: 'What held then: a date (to its end) or a time with its zone.' })
  asOf?: string;

  @MomentField({
    optional: true,
    description: 'What had been recorded by then: a date (to its end) or a time with its zone.',
  })
  knownAt?: string;
}
